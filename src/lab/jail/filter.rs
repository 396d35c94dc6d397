//! A filter of system calls, written as the program that the kernel runs before each of them
//! (seccomp(2), classic BPF): which calls are allowed, under which conditions, and what the others
//! answer.

use std::collections::BTreeMap;

use libc::sock_filter;

/// What a call gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Allowed,
    /// The call does nothing and gives this error number.
    Refused(u16),
    /// The process ends.
    Killed,
}

/// A condition on an argument: its low or its high half under `mask` is `value`.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    argument: u32,
    is_high: bool,
    mask: u32,
    value: u32,
}

impl Test {
    /// The low half of the argument number `argument` is `value`. The kernel reads no more of what
    /// has the type `int`.
    pub const fn is(argument: u32, value: u32) -> Test {
        Test { argument, is_high: false, mask: u32::MAX, value }
    }

    /// None of `bits` is set in the low half.
    pub const fn lacks(argument: u32, bits: u32) -> Test {
        Test { argument, is_high: false, mask: bits, value: 0 }
    }

    /// All of `bits` are set in the low half.
    pub const fn has(argument: u32, bits: u32) -> Test {
        Test { argument, is_high: false, mask: bits, value: bits }
    }

    /// A pointer is null: both halves.
    pub const fn is_null(argument: u32) -> [Test; 2] {
        [Test::is(argument, 0), Test { argument, is_high: true, mask: u32::MAX, value: 0 }]
    }
}

/// Which calls are answered how. What it does not name does not exist for the process.
#[derive(Debug)]
pub struct Filter {
    rules: BTreeMap<u32, Rule>,
}

#[derive(Clone, Debug)]
enum Rule {
    Always(Answer),
    /// Allowed where all tests of one way hold; refused with `EPERM` otherwise.
    If(Vec<Vec<Test>>),
}

/// What an unknown call answers: libraries then take the older call, which the list knows.
const UNKNOWN: Answer = Answer::Refused(errno(libc::ENOSYS));
/// What a known and dangerous one answers.
const FORBIDDEN: Answer = Answer::Refused(errno(libc::EPERM));

const fn errno(code: i32) -> u16 {
    assert!(0 < code && code < 4096, "an error number of the kernel");
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "by the line above"
    )]
    let code = code as u16;
    code
}

impl Filter {
    pub fn new() -> Filter {
        Filter { rules: BTreeMap::new() }
    }

    pub fn allow(&mut self, calls: &[libc::c_long]) {
        self.set(calls, &Rule::Always(Answer::Allowed));
    }

    pub fn refuse(&mut self, calls: &[libc::c_long]) {
        self.set(calls, &Rule::Always(FORBIDDEN));
    }

    /// Allows `call` where all tests of one of `ways` hold.
    pub fn allow_if(&mut self, call: libc::c_long, ways: Vec<Vec<Test>>) {
        self.set(&[call], &Rule::If(ways));
    }

    fn set(&mut self, calls: &[libc::c_long], rule: &Rule) {
        for call in calls {
            let call = u32::try_from(*call).expect("call numbers are small");
            let before = self.rules.insert(call, rule.clone());
            assert!(before.is_none(), "call {call} stands in the list twice");
        }
    }

    /// The program for a machine whose calls are those of `architecture` (`AUDIT_ARCH_*`); calls of
    /// another one end the process.
    pub fn program(&self, architecture: u32) -> Vec<sock_filter> {
        let mut program = vec![
            load(ARCHITECTURE_AT),
            jump(libc::BPF_JEQ, architecture, 1, 0),
            answer(Answer::Killed),
            load(NUMBER_AT),
        ];
        program.extend(search(&self.pieces()));
        program
    }

    /// The rules in the order of the numbers, each with where it begins; neighbours that are alike
    /// are one.
    fn pieces(&self) -> Vec<(u32, Rule)> {
        let mut pieces = vec![(0, Rule::Always(UNKNOWN))];
        let mut put = |from: u32, rule: Rule| {
            let last = pieces.last_mut().expect("there is a first one");
            if last.0 == from {
                last.1 = rule;
            } else if !matches!((&last.1, &rule), (Rule::Always(a), Rule::Always(b)) if a == b) {
                pieces.push((from, rule));
            }
        };
        for (call, rule) in &self.rules {
            put(*call, rule.clone());
            if !self.rules.contains_key(&(call + 1)) {
                put(call + 1, Rule::Always(UNKNOWN));
            }
        }
        pieces
    }
}

/// Finds the piece by halves: some eight steps, where a list would take hundreds.
fn search(pieces: &[(u32, Rule)]) -> Vec<sock_filter> {
    let [(_, rule)] = pieces else {
        let (low, high) = pieces.split_at(pieces.len() / 2);
        let (first_high, low, high) = (high[0].0, search(low), search(high));
        let over_low = u32::try_from(low.len()).expect("programs are short");
        let mut program = vec![
            jump(libc::BPF_JGE, first_high, 0, 1),
            sock_filter { code: code(libc::BPF_JMP | libc::BPF_JA), jt: 0, jf: 0, k: over_low },
        ];
        program.extend(low);
        program.extend(high);
        return program;
    };
    match rule {
        Rule::Always(always) => vec![answer(*always)],
        Rule::If(ways) => {
            let mut program: Vec<_> = ways.iter().flat_map(|way| all_hold(way)).collect();
            program.push(answer(FORBIDDEN));
            program
        }
    }
}

/// Allows the call where all `tests` hold, and goes on behind itself otherwise.
fn all_hold(tests: &[Test]) -> Vec<sock_filter> {
    let mut program = vec![answer(Answer::Allowed)];
    for test in tests.iter().rev() {
        let to_the_end = u8::try_from(program.len()).expect("a way has few tests");
        let mut step = vec![load(argument_at(test))];
        if test.mask != u32::MAX {
            let and = code(libc::BPF_ALU | libc::BPF_AND | libc::BPF_K);
            step.push(sock_filter { code: and, jt: 0, jf: 0, k: test.mask });
        }
        step.push(jump(libc::BPF_JEQ, test.value, 0, to_the_end));
        step.extend(program);
        program = step;
    }
    program
}

/// Where `struct seccomp_data` has the number, the architecture and the arguments, in bytes.
const NUMBER_AT: u32 = 0;
const ARCHITECTURE_AT: u32 = 4;
const ARGUMENTS_AT: u32 = 16;

fn argument_at(test: &Test) -> u32 {
    let second_half = cfg!(target_endian = "little") == test.is_high;
    ARGUMENTS_AT + 8 * test.argument + if second_half { 4 } else { 0 }
}

fn load(at: u32) -> sock_filter {
    sock_filter { code: code(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS), jt: 0, jf: 0, k: at }
}

fn jump(kind: u32, value: u32, if_true: u8, if_false: u8) -> sock_filter {
    let code = code(libc::BPF_JMP | kind | libc::BPF_K);
    sock_filter { code, jt: if_true, jf: if_false, k: value }
}

fn answer(answer: Answer) -> sock_filter {
    let value = match answer {
        Answer::Allowed => libc::SECCOMP_RET_ALLOW,
        Answer::Refused(errno) => libc::SECCOMP_RET_ERRNO | u32::from(errno),
        Answer::Killed => libc::SECCOMP_RET_KILL_PROCESS,
    };
    sock_filter { code: code(libc::BPF_RET | libc::BPF_K), jt: 0, jf: 0, k: value }
}

fn code(bits: u32) -> u16 {
    u16::try_from(bits).expect("operation codes have 16 bits")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ARCHITECTURE: u32 = 0xc000_003e;

    /// What the kernel would make of the program.
    fn run(program: &[sock_filter], architecture: u32, call: u32, args: [u64; 6]) -> u32 {
        let mut data = [call.to_ne_bytes(), architecture.to_ne_bytes()].concat();
        data.extend(0u64.to_ne_bytes());
        data.extend(args.iter().flat_map(|arg| arg.to_ne_bytes()));
        let (mut at, mut value) = (0, 0u32);
        loop {
            let step = program[at];
            at += 1;
            match u32::from(step.code) {
                0x20 => {
                    let from = step.k as usize;
                    value = u32::from_ne_bytes(data[from..from + 4].try_into().unwrap());
                }
                0x54 => value &= step.k,
                0x05 => at += step.k as usize,
                0x15 => at += usize::from(if value == step.k { step.jt } else { step.jf }),
                0x35 => at += usize::from(if value >= step.k { step.jt } else { step.jf }),
                0x06 => return step.k,
                other => panic!("operation {other:#x}"),
            }
        }
    }

    fn word(of: Answer) -> u32 {
        answer(of).k
    }

    fn filter() -> Filter {
        let mut filter = Filter::new();
        filter.allow(&[0, 1, 2, 7, 300]);
        filter.refuse(&[3, 59]);
        let null = Test::is_null(4).to_vec();
        filter.allow_if(44, vec![[vec![Test::lacks(3, 0x2000_0000)], null].concat()]);
        filter.allow_if(56, vec![vec![Test::is(0, 5)], vec![Test::has(0, 6), Test::is(1, 0)]]);
        filter
    }

    #[test]
    fn each_call_gets_what_the_list_says() {
        let program = filter().program(ARCHITECTURE);
        let answered = |call| run(&program, ARCHITECTURE, call, [0; 6]);
        for call in [0, 1, 2, 7, 300] {
            assert_eq!(answered(call), word(Answer::Allowed), "{call}");
        }
        for call in [3, 59] {
            assert_eq!(answered(call), word(FORBIDDEN), "{call}");
        }
        // The last is how the x32 calls are numbered.
        for call in [4, 8, 58, 301, u32::MAX, 0x4000_0000] {
            assert_eq!(answered(call), word(UNKNOWN), "{call}");
        }
        assert_eq!(run(&program, 1, 0, [0; 6]), word(Answer::Killed));
    }

    #[test]
    fn both_halves_of_a_pointer_count() {
        let program = filter().program(ARCHITECTURE);
        let sent = |flags, address| run(&program, ARCHITECTURE, 44, [3, 0, 0, flags, address, 0]);
        assert_eq!(sent(0x4000, 0), word(Answer::Allowed));
        assert_eq!(sent(0x2000_4000, 0), word(FORBIDDEN));
        assert_eq!(sent(0, 1), word(FORBIDDEN));
        assert_eq!(sent(0, 1 << 40), word(FORBIDDEN));
    }

    proptest! {
        #[test]
        fn one_way_is_enough(first in 0u64..9, second in 0u64..3) {
            let program = filter().program(ARCHITECTURE);
            let given = run(&program, ARCHITECTURE, 56, [first, second, 0, 0, 0, 0]);
            let allowed = first == 5 || (first & 6 == 6 && second == 0);
            prop_assert_eq!(given, word(if allowed { Answer::Allowed } else { FORBIDDEN }));
        }
    }
}
