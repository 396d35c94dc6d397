//! Jobs by what they give, and by the order and the memory in which they run.

use super::*;
use argon2::{Algorithm, Version};
use std::time::Instant;

const MB: usize = 1 << 20;

fn jobs(memory: usize) -> Jobs {
    let turn = Arc::new(Turn::of_this_thread(Duration::from_mins(1)));
    Jobs::new(std::io::pipe().unwrap(), Memory::new(memory), turn)
}

fn argon2(memory_kib: u32) -> Work {
    Work::Argon2(Argon2 {
        kind: Algorithm::Argon2id,
        version: Version::V0x13,
        password: b"p".to_vec(),
        salt: vec![0; 16],
        secret: Vec::new(),
        data: Vec::new(),
        memory_kib,
        passes: 2,
        lanes: 1,
        length: 32,
    })
}

/// The ends of all jobs, in the order in which they are told.
fn ends(jobs: &mut Jobs) -> Vec<Done> {
    let deadline = Instant::now() + Duration::from_mins(1);
    let mut ends = Vec::new();
    while jobs.is_busy() {
        assert!(Instant::now() < deadline, "a job does not end");
        match jobs.take_report() {
            Some(Report::Done(done)) => ends.push(done),
            Some(Report::Progress { .. }) => {}
            None => std::thread::yield_now(),
        }
    }
    ends
}

#[test]
fn argon2_is_what_node_computes() {
    let done = jobs(MB).compute(argon2(64), None);
    let key = [
        0xaf, 0x4f, 0x84, 0x31, 0x5f, 0xc4, 0x74, 0x6d, 0x93, 0x32, 0xa8, 0x76, 0xe0, 0xad, 0x43,
        0x3d, 0xb9, 0x80, 0x4f, 0x64, 0x2c, 0x54, 0xca, 0xbc, 0xa7, 0xb8, 0xb0, 0x29, 0x57, 0xc4,
        0x1c, 0xf9,
    ];
    assert_eq!(done.result.unwrap(), key);
}

#[test]
fn more_jobs_than_threads_all_end_and_hold_nothing_afterwards() {
    let mut jobs = jobs(8 * MB);
    let ids: Vec<u32> = (0..20).map(|_| jobs.add(argon2(64), None, false).unwrap()).collect();
    assert!(jobs.threads <= THREADS_MAX);
    let mut ended: Vec<u32> = ends(&mut jobs).iter().map(|done| done.id).collect();
    ended.sort_unstable();
    assert_eq!(ended, ids);
    assert!(jobs.memory.hold(8 * MB), "all memory is free again");
}

#[test]
fn jobs_that_fit_one_by_one_run_one_by_one_and_in_their_order() {
    // Each takes more than the half.
    let mut jobs = jobs(4 * MB);
    let ids: Vec<u32> = (0..5).map(|_| jobs.add(argon2(3 * 1024), None, false).unwrap()).collect();
    assert_eq!(jobs.running, 1);
    let ended: Vec<u32> = ends(&mut jobs).iter().map(|done| done.id).collect();
    assert_eq!(ended, ids);
}

#[test]
fn a_job_that_never_fits_is_refused_with_what_it_needs_and_keeps_nobody_waiting() {
    let mut jobs = jobs(4 * MB);
    let big = jobs.add(argon2(5 * 1024), None, false).unwrap();
    let small = jobs.add(argon2(64), None, false).unwrap();
    let ends = ends(&mut jobs);
    assert_eq!(ends.iter().map(|done| done.id).collect::<Vec<_>>(), [big, small]);
    assert_eq!(ends[0].result, Err(Failure::Memory { bytes: 5 * MB + 32 }));
    assert!(ends[1].result.is_ok());
    assert!(!jobs.memory.was_refused(), "the program goes on");
    let refused = jobs.compute(argon2(5 * 1024), None).result;
    assert_eq!(refused, Err(Failure::Memory { bytes: 5 * MB + 32 }));
}

#[test]
fn too_many_jobs_are_refused() {
    let mut jobs = jobs(64 * MB);
    let added =
        (0..JOBS_MAX + 10).filter_map(|_| jobs.add(Work::Known(vec![7]), None, false)).count();
    assert!((JOBS_MAX..JOBS_MAX + 10).contains(&added), "{added}");
    assert_eq!(ends(&mut jobs).len(), added);
}

#[test]
fn what_unpacks_to_more_than_the_memory_is_refused() {
    let pack = |level, bytes: Vec<u8>| {
        Work::Packing(Packing {
            format: zlib::Format::Gzip,
            level,
            window_bits: 15,
            dictionary: None,
            bytes,
            ending: flate2::FlushCompress::Finish,
            most: usize::MAX,
        })
    };
    let mut jobs = jobs(16 * MB);
    let packed = jobs.compute(pack(Some(6), vec![0; 12 * MB]), None).result.unwrap();
    let bomb = jobs.add(pack(None, packed.clone()), None, false).unwrap();
    let ended = ends(&mut jobs);
    assert_eq!(ended[0].id, bomb);
    assert!(matches!(ended[0].result, Err(Failure::Memory { .. })), "{:?}", ended[0].id);
    assert!(jobs.memory.hold(16 * MB), "all memory is free again");
    jobs.memory.release(16 * MB);
    let small = jobs.compute(pack(Some(6), vec![1; 3 * MB]), None).result.unwrap();
    let whole = jobs.compute(pack(None, small), None).result.unwrap();
    assert_eq!(whole, vec![1; 3 * MB]);
}

#[test]
fn a_long_job_tells_how_far_it_is() {
    let mut jobs = jobs(MB);
    let work = Work::Bcrypt { key: b"a\0".to_vec(), salt: [0; 16], cost: 13 };
    jobs.add(work, None, true).unwrap();
    let mut parts = Vec::new();
    while jobs.is_busy() {
        if let Some(Report::Progress { part, .. }) = jobs.take_report() {
            parts.push(part);
        }
    }
    assert!(parts.is_sorted() && parts.iter().all(|part| (0.0..1.0).contains(part)), "{parts:?}");
}
