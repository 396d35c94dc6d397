//! Functions that a program gives SQLite. (SQLite, "Application-Defined SQL Functions".)

use std::{
    ffi::{CString, c_char, c_int, c_void},
    rc::Rc,
};

use rusqlite::ffi;

use super::{
    Cell, Failure, Value,
    database::Database,
    prepared::{UTF8, cell_of},
};

/// A function of one row's values. What it says of an error is SQLite's error then.
pub type Scalar = Box<dyn Fn(&[Cell<'_>]) -> Result<Value, String>>;

/// A function of many rows' values.
pub trait Aggregate {
    /// Begins a group, and gives its number, which is not 0.
    fn begin(&self) -> Result<u64, String>;
    /// Takes a row into group `group`, or out of it.
    fn step(&self, group: u64, values: &[Cell<'_>], out: bool) -> Result<(), String>;
    /// The result so far.
    fn result(&self, group: u64) -> Result<Value, String>;
    /// Nothing more is asked about the group.
    fn end(&self, group: u64);
    /// Whether rows can be taken out again, so that it works over a window.
    fn has_inverse(&self) -> bool;
}

/// How a function is known to SQLite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kind {
    /// `None` for any number.
    pub arguments: Option<u8>,
    /// The same values give the same result.
    pub deterministic: bool,
    /// Not from views, triggers and the like.
    pub direct_only: bool,
}

impl Kind {
    fn flags(self) -> c_int {
        let deterministic = if self.deterministic { ffi::SQLITE_DETERMINISTIC } else { 0 };
        let direct_only = if self.direct_only { ffi::SQLITE_DIRECTONLY } else { 0 };
        ffi::SQLITE_UTF8 | deterministic | direct_only
    }

    fn count(self) -> c_int {
        self.arguments.map_or(-1, c_int::from)
    }
}

impl Database {
    /// # Errors
    /// SQLite's, for a name that is too long and a function that is in use.
    pub fn add_function(&self, name: &str, kind: Kind, function: Scalar) -> Result<(), Failure> {
        let name = name_of(name)?;
        let function = Box::into_raw(Box::new(function));
        #[expect(unsafe_code, reason = "SQLite frees the function, also when it refuses it")]
        let code = unsafe {
            ffi::sqlite3_create_function_v2(
                self.handle(),
                name.as_ptr(),
                kind.count(),
                kind.flags(),
                function.cast(),
                Some(call),
                None,
                None,
                Some(free::<Scalar>),
            )
        };
        if code == ffi::SQLITE_OK { Ok(()) } else { Err(self.failure()) }
    }

    /// # Errors
    /// As `add_function`.
    pub fn add_aggregate(
        &self,
        name: &str,
        kind: Kind,
        aggregate: Rc<dyn Aggregate>,
    ) -> Result<(), Failure> {
        let name = name_of(name)?;
        let over_windows = aggregate.has_inverse();
        let aggregate = Box::into_raw(Box::new(aggregate));
        #[expect(unsafe_code, reason = "as for `add_function`")]
        let code = unsafe {
            ffi::sqlite3_create_window_function(
                self.handle(),
                name.as_ptr(),
                kind.count(),
                kind.flags(),
                aggregate.cast(),
                Some(step_in),
                Some(last),
                if over_windows { Some(so_far) } else { None },
                if over_windows { Some(step_out) } else { None },
                Some(free::<Rc<dyn Aggregate>>),
            )
        };
        if code == ffi::SQLITE_OK { Ok(()) } else { Err(self.failure()) }
    }
}

fn name_of(name: &str) -> Result<CString, Failure> {
    // As in C, a name ends at its first NUL.
    let name = name.split('\0').next().unwrap_or_default();
    CString::new(name).map_err(|_| Failure::of_code(ffi::SQLITE_MISUSE))
}

#[expect(unsafe_code, reason = "called by SQLite with what was boxed for it")]
unsafe extern "C" fn free<T>(kept: *mut c_void) {
    // SAFETY: it was made by `Box::into_raw`, and SQLite frees it once.
    drop(unsafe { Box::from_raw(kept.cast::<T>()) });
}

/// # Safety
/// As SQLite calls a function.
#[expect(unsafe_code, reason = "the caller's")]
unsafe fn cells<'a>(count: c_int, values: *mut *mut ffi::sqlite3_value) -> Vec<Cell<'a>> {
    let count = usize::try_from(count).unwrap_or(0);
    // SAFETY: the caller's: so many values, which live during the call.
    (0..count).map(|at| unsafe { cell_of(*values.add(at)) }).collect()
}

/// # Safety
/// `call` is the call that SQLite waits for.
#[expect(unsafe_code, reason = "the caller's; SQLite copies texts and blobs")]
unsafe fn answer(call: *mut ffi::sqlite3_context, result: Result<Value, String>) {
    let copied = ffi::SQLITE_TRANSIENT();
    // SAFETY: the caller's.
    unsafe {
        match result {
            Ok(Value::Null) => ffi::sqlite3_result_null(call),
            Ok(Value::Integer(number)) => ffi::sqlite3_result_int64(call, number),
            Ok(Value::Real(number)) => ffi::sqlite3_result_double(call, number),
            Ok(Value::Text(text)) => {
                let (from, length) = (text.as_ptr().cast::<c_char>(), text.len() as u64);
                ffi::sqlite3_result_text64(call, from, length, copied, UTF8);
            }
            Ok(Value::Blob(bytes)) => {
                let length = bytes.len() as u64;
                ffi::sqlite3_result_blob64(call, bytes.as_ptr().cast(), length, copied);
            }
            Err(said) => {
                let length = c_int::try_from(said.len()).unwrap_or(0);
                ffi::sqlite3_result_error(call, said.as_ptr().cast(), length);
            }
        }
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn call(
    call: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: the function was boxed by `add_function`, and lives during its call.
    unsafe {
        let function = &*ffi::sqlite3_user_data(call).cast::<Scalar>();
        answer(call, function(&cells(count, values)));
    }
}

/// The aggregate of a call, and where SQLite keeps the number of its group.
///
/// # Safety
/// As SQLite calls a function.
#[expect(unsafe_code, reason = "the caller's")]
unsafe fn group_of<'a>(
    call: *mut ffi::sqlite3_context,
) -> Result<(&'a dyn Aggregate, &'a mut u64), String> {
    // SAFETY: the aggregate was boxed by `add_aggregate`; SQLite's memory for a group is zeroed
    // at first and lives as long as the group.
    unsafe {
        let aggregate = &**ffi::sqlite3_user_data(call).cast::<Rc<dyn Aggregate>>();
        let size = c_int::try_from(size_of::<u64>()).expect("8 bytes");
        let group = ffi::sqlite3_aggregate_context(call, size).cast::<u64>().as_mut();
        let group = group.ok_or("out of memory")?;
        if *group == 0 {
            *group = aggregate.begin()?;
        }
        Ok((aggregate, group))
    }
}

/// # Safety
/// As SQLite calls a function.
#[expect(unsafe_code, reason = "the caller's")]
unsafe fn step(
    call: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
    out: bool,
) {
    // SAFETY: the caller's.
    unsafe {
        let stepped = group_of(call)
            .and_then(|(aggregate, group)| aggregate.step(*group, &cells(count, values), out));
        if let Err(said) = stepped {
            answer(call, Err(said));
        }
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn step_in(
    call: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite's.
    unsafe { step(call, count, values, false) }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn step_out(
    call: *mut ffi::sqlite3_context,
    count: c_int,
    values: *mut *mut ffi::sqlite3_value,
) {
    // SAFETY: SQLite's.
    unsafe { step(call, count, values, true) }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn so_far(call: *mut ffi::sqlite3_context) {
    // SAFETY: SQLite's.
    unsafe {
        answer(call, group_of(call).and_then(|(aggregate, group)| aggregate.result(*group)));
    }
}

#[expect(unsafe_code, reason = "called by SQLite")]
unsafe extern "C" fn last(call: *mut ffi::sqlite3_context) {
    // SAFETY: SQLite's.
    unsafe {
        let result = group_of(call).and_then(|(aggregate, group)| {
            let result = aggregate.result(*group);
            aggregate.end(std::mem::take(group));
            result
        });
        answer(call, result);
    }
}
