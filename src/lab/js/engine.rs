//! The engine with its limits: memory by an allocator of our own, computing by its interrupt.

use std::{
    cell::Cell,
    rc::Rc,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
};

use rquickjs::{Runtime, allocator::Allocator};

use crate::lab::turn::Turn;

/// What the engine may take beyond its limit at the first refusal, so that it can build the error
/// and its stack; without it the engine throws `null`.
const LAST_WORDS_BYTES: usize = 1 << 20;
/// The part of the memory that may be filled before the engine looks for garbage in circles.
const FIRST_COLLECTION: usize = 16;
/// Stack of the JavaScript thread that programs may use; Node's gives about as many frames.
const STACK_BYTES: usize = 4 << 20;
/// Left to our own code when the engine has used up its part of the stack.
const STACK_OF_OURS_BYTES: usize = 1 << 20;
/// The part of it that may describe an error of a stack that is used up.
pub const STACK_FOR_ERRORS_BYTES: usize = 512 << 10;

/// One count of everything that the program makes us hold. The JavaScript thread alone takes what it
/// uses itself; what other threads work in is held beside it.
#[derive(Debug)]
pub struct Memory {
    used: AtomicUsize,
    /// What jobs hold, counted from several threads.
    held: AtomicUsize,
    limit: AtomicUsize,
    refused: AtomicBool,
}

impl Memory {
    pub fn new(limit_bytes: usize) -> Arc<Memory> {
        Arc::new(Memory {
            used: AtomicUsize::new(0),
            held: AtomicUsize::new(0),
            limit: AtomicUsize::new(limit_bytes),
            refused: AtomicBool::new(false),
        })
    }

    /// Counts `bytes` as used; `false` when they do not fit, and then nothing is counted. Only for
    /// the JavaScript thread, as is `give_back`.
    pub fn take(&self, bytes: usize) -> bool {
        let used = self.used.load(Relaxed).saturating_add(bytes);
        let limit = self.limit.load(Relaxed);
        if used.saturating_add(self.held.load(Relaxed)) <= limit {
            self.used.store(used, Relaxed);
            return true;
        }
        self.refuse();
        false
    }

    /// Something did not fit, here or in what the system lets the process have.
    fn refuse(&self) {
        if !self.refused.swap(true, Relaxed) {
            self.limit.fetch_add(LAST_WORDS_BYTES, Relaxed);
        }
    }

    /// Counts what is there already.
    fn count(&self, bytes: usize) {
        self.used.store(self.used.load(Relaxed) + bytes, Relaxed);
    }

    pub fn give_back(&self, bytes: usize) {
        self.used.store(self.used.load(Relaxed).saturating_sub(bytes), Relaxed);
    }

    /// Counts `bytes` that a job works in; `false` when they do not fit. Unlike with `take` the run
    /// goes on: a job that is refused is an error that the program can handle.
    pub fn hold(&self, bytes: usize) -> bool {
        let most = self.limit.load(Relaxed).saturating_sub(self.used.load(Relaxed));
        let more = |held: usize| held.checked_add(bytes).filter(|held| *held <= most);
        self.held.fetch_update(Relaxed, Relaxed, more).is_ok()
    }

    /// Ends what `hold` began.
    pub fn release(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Relaxed);
    }

    /// Whether something did not fit; the run is then over when the turn ends.
    pub fn was_refused(&self) -> bool {
        self.refused.load(Relaxed)
    }

    /// What the program may use, in bytes.
    pub fn limit_bytes(&self) -> usize {
        self.limit.load(Relaxed)
    }
}

/// The engine and what its limits have noticed.
pub struct Engine {
    pub runtime: Runtime,
    pub memory: Arc<Memory>,
    /// A turn was over, and the engine stopped the code that ran.
    pub interrupted: Rc<Cell<bool>>,
    /// The stack that the program may use.
    pub stack_bytes: usize,
}

impl Engine {
    /// An engine of `memory_mb`.
    pub fn new(memory_mb: u32) -> rquickjs::Result<Engine> {
        let memory_mb = usize::try_from(memory_mb).unwrap_or(usize::MAX);
        let memory = Memory::new(memory_mb.saturating_mul(1 << 20));
        let runtime = Runtime::new_with_alloc(Counting { memory: Arc::clone(&memory) })?;
        // The engine's own first collection is at 256 kB, which its start alone fills: later ones
        // come when what lives has grown by half.
        runtime.set_gc_threshold(memory.limit_bytes() / FIRST_COLLECTION);
        let stack_bytes = stack_bytes();
        runtime.set_max_stack_size(stack_bytes);
        Ok(Engine { runtime, memory, interrupted: Rc::default(), stack_bytes })
    }

    /// From now on its code stops when `turn` is over.
    pub fn obey(&self, turn: &Arc<Turn>) {
        let (turn, noticed) = (Arc::clone(turn), Rc::clone(&self.interrupted));
        self.runtime.set_interrupt_handler(Some(Box::new(move || {
            let over = turn.over().is_some();
            noticed.set(noticed.get() || over);
            over
        })));
    }
}

/// The engine's part of the thread's stack.
fn stack_bytes() -> usize {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    #[expect(unsafe_code, reason = "writes the limits to a local")]
    let done = unsafe { libc::getrlimit(libc::RLIMIT_STACK, &raw mut limits) };
    let whole = if done == 0 { usize::try_from(limits.rlim_cur).unwrap_or(usize::MAX) } else { 0 };
    whole.saturating_sub(STACK_OF_OURS_BYTES).clamp(STACK_OF_OURS_BYTES / 4, STACK_BYTES)
}

struct Counting {
    memory: Arc<Memory>,
}

#[expect(unsafe_code, reason = "the C library's allocator keeps the contract; only counted here")]
unsafe impl Allocator for Counting {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        self.counted(size, |size| unsafe { libc::malloc(size) })
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        match count.checked_mul(size) {
            Some(size) => self.counted(size, |size| unsafe { libc::calloc(1, size) }),
            None => std::ptr::null_mut(),
        }
    }

    unsafe fn dealloc(&mut self, old: *mut u8) {
        // SAFETY: the caller gives a block of this allocator, so it has a size and can be freed.
        unsafe {
            self.memory.give_back(Self::usable_size(old));
            libc::free(old.cast());
        }
    }

    unsafe fn realloc(&mut self, old: *mut u8, size: usize) -> *mut u8 {
        if old.is_null() {
            return self.alloc(size);
        }
        if size == 0 {
            // SAFETY: as in `dealloc`.
            unsafe { self.dealloc(old) };
            return std::ptr::null_mut();
        }
        // SAFETY: as in `dealloc`.
        let before = unsafe { Self::usable_size(old) };
        // The new size may fit where the old one counts no more, and both exist for a moment only.
        self.memory.give_back(before);
        if !self.memory.take(size) {
            let kept = self.memory.take(before);
            debug_assert!(kept, "what was counted a moment ago fits");
            return std::ptr::null_mut();
        }
        // SAFETY: as in `dealloc`.
        let new: *mut u8 = unsafe { libc::realloc(old.cast(), size) }.cast();
        self.memory.give_back(size);
        if new.is_null() {
            self.memory.refuse();
        }
        // SAFETY: a block of this allocator, the new one or the untouched old one.
        let now = unsafe { Self::usable_size(if new.is_null() { old } else { new }) };
        self.memory.count(now);
        new
    }

    unsafe fn usable_size(block: *mut u8) -> usize {
        // SAFETY: the caller gives a block of this allocator.
        unsafe { block_size(block) }
    }
}

impl Counting {
    fn counted(&self, size: usize, allocate: impl Fn(usize) -> *mut libc::c_void) -> *mut u8 {
        if !self.memory.take(size) {
            return std::ptr::null_mut();
        }
        let block: *mut u8 = allocate(size).cast();
        self.memory.give_back(size);
        if block.is_null() {
            self.memory.refuse();
            return block;
        }
        #[expect(unsafe_code, reason = "the block was allocated above")]
        let size = unsafe { block_size(block) };
        self.memory.count(size);
        block
    }
}

#[cfg(not(target_os = "macos"))]
#[expect(unsafe_code, reason = "the caller gives a block of the C library")]
unsafe fn block_size(block: *mut u8) -> usize {
    // SAFETY: the caller's.
    unsafe { libc::malloc_usable_size(block.cast()) }
}

#[cfg(target_os = "macos")]
#[expect(unsafe_code, reason = "the caller gives a block of the C library")]
unsafe fn block_size(block: *mut u8) -> usize {
    // SAFETY: the caller's.
    unsafe { libc::malloc_size(block.cast()) }
}
