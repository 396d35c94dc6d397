//! A statement that a program has prepared.

use std::{
    ffi::{CStr, CString, c_char, c_int},
    ptr::NonNull,
    rc::Rc,
};

use rusqlite::ffi;

use super::{Cell, Failure, Value, database::Database};
use crate::trace::SqlRan;

/// It keeps its database open, so it must be dropped for the database to be closed.
pub struct Prepared {
    raw: NonNull<ffi::sqlite3_stmt>,
    database: Rc<Database>,
    verb: Verb,
}

/// What a statement does, where that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Vacuum,
    /// An INSERT, UPDATE or DELETE, in whatever form.
    Change,
    Other,
}

/// Where a column of a result comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    pub name: String,
    pub column: Option<String>,
    pub table: Option<String>,
    pub database: Option<String>,
    /// As it was declared.
    pub kind: Option<String>,
}

#[expect(unsafe_code, reason = "`raw` is a statement of `database`, which lives as long")]
impl Prepared {
    /// # Safety
    /// `raw` is a statement of `database` that nobody else finalizes.
    pub(super) unsafe fn new(
        raw: NonNull<ffi::sqlite3_stmt>,
        database: Rc<Database>,
        verb: Verb,
    ) -> Prepared {
        Prepared { raw, database, verb }
    }

    /// How many values it takes.
    pub fn parameters(&self) -> c_int {
        unsafe { ffi::sqlite3_bind_parameter_count(self.raw.as_ptr()) }
    }

    /// The name of parameter `at`, from 1, with the character before it.
    pub fn parameter_name(&self, at: c_int) -> Option<String> {
        unsafe { text(ffi::sqlite3_bind_parameter_name(self.raw.as_ptr(), at)) }
    }

    /// Where the parameter with this whole name stands, from 1.
    pub fn parameter_index(&self, name: &str) -> Option<c_int> {
        let name = CString::new(name).ok()?;
        let at = unsafe { ffi::sqlite3_bind_parameter_index(self.raw.as_ptr(), name.as_ptr()) };
        (at != 0).then_some(at)
    }

    pub fn forget_values(&self) {
        unsafe {
            ffi::sqlite3_clear_bindings(self.raw.as_ptr());
        }
    }

    /// Gives parameter `at`, from 1, its value.
    pub fn bind(&self, at: c_int, value: &Value) -> Result<(), Failure> {
        let raw = self.raw.as_ptr();
        let copied = ffi::SQLITE_TRANSIENT();
        // SAFETY: SQLite copies texts and blobs before it comes back.
        let code = unsafe {
            match value {
                Value::Null => ffi::sqlite3_bind_null(raw, at),
                Value::Integer(number) => ffi::sqlite3_bind_int64(raw, at, *number),
                Value::Real(number) => ffi::sqlite3_bind_double(raw, at, *number),
                Value::Text(text) => {
                    let (from, length) = (text.as_ptr().cast::<c_char>(), text.len() as u64);
                    ffi::sqlite3_bind_text64(raw, at, from, length, copied, UTF8)
                }
                Value::Blob(bytes) => {
                    let length = bytes.len() as u64;
                    ffi::sqlite3_bind_blob64(raw, at, bytes.as_ptr().cast(), length, copied)
                }
            }
        };
        if code == ffi::SQLITE_OK { Ok(()) } else { Err(self.database.failure()) }
    }

    /// Runs to the next row; `false` at the end.
    pub fn step(&self) -> Result<bool, Failure> {
        self.database.vacuums(self.verb == Verb::Vacuum);
        let code = unsafe { ffi::sqlite3_step(self.raw.as_ptr()) };
        self.database.vacuums(false);
        match code {
            ffi::SQLITE_ROW => Ok(true),
            ffi::SQLITE_DONE => Ok(false),
            _ => Err(self.database.failure()),
        }
    }

    /// Back to before its first row. What went wrong was told by `step`.
    pub fn reset(&self) {
        unsafe {
            ffi::sqlite3_reset(self.raw.as_ptr());
        }
    }

    pub fn columns(&self) -> c_int {
        unsafe { ffi::sqlite3_column_count(self.raw.as_ptr()) }
    }

    pub fn column_name(&self, at: c_int) -> String {
        unsafe { text(ffi::sqlite3_column_name(self.raw.as_ptr(), at)) }.unwrap_or_default()
    }

    pub fn origin(&self, at: c_int) -> Origin {
        let raw = self.raw.as_ptr();
        unsafe {
            Origin {
                name: self.column_name(at),
                column: text(ffi::sqlite3_column_origin_name(raw, at)),
                table: text(ffi::sqlite3_column_table_name(raw, at)),
                database: text(ffi::sqlite3_column_database_name(raw, at)),
                kind: text(ffi::sqlite3_column_decltype(raw, at)),
            }
        }
    }

    /// A value of the row that `step` came to.
    pub fn cell(&self, at: c_int) -> Cell<'_> {
        // SAFETY: the value is read before the next step, because it borrows the statement and
        // nothing but a call on that steps it.
        unsafe { cell_of(ffi::sqlite3_column_value(self.raw.as_ptr(), at)) }
    }

    /// Its own text, without what followed it.
    pub fn text(&self) -> String {
        unsafe { text(ffi::sqlite3_sql(self.raw.as_ptr())) }.unwrap_or_default()
    }

    /// Its text with the values in the places of their parameters; `None` where that is too long.
    pub fn text_with_values(&self) -> Option<String> {
        unsafe {
            let expanded = ffi::sqlite3_expanded_sql(self.raw.as_ptr());
            let text = text(expanded);
            ffi::sqlite3_free(expanded.cast());
            text
        }
    }

    /// How many rows it changed when it ran last, without those of triggers and foreign keys; `None`
    /// where that is not what it does.
    pub fn changed(&self) -> Option<u64> {
        (self.verb == Verb::Change).then(|| self.database.changes())
    }

    /// What it took since the last call, in SQLite's counters.
    pub fn effort(&self) -> SqlRan {
        let count = |counter| {
            let count = unsafe { ffi::sqlite3_stmt_status(self.raw.as_ptr(), counter, 1) };
            u32::try_from(count).unwrap_or(0)
        };
        SqlRan {
            full_scan_steps: count(ffi::SQLITE_STMTSTATUS_FULLSCAN_STEP),
            vm_steps: count(ffi::SQLITE_STMTSTATUS_VM_STEP),
            sorts: count(ffi::SQLITE_STMTSTATUS_SORT),
            auto_indexes: count(ffi::SQLITE_STMTSTATUS_AUTOINDEX),
            ..SqlRan::default()
        }
    }

    pub fn database(&self) -> &Database {
        &self.database
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        #[expect(unsafe_code, reason = "nobody else finalizes it")]
        unsafe {
            ffi::sqlite3_finalize(self.raw.as_ptr());
        }
    }
}

pub(super) const UTF8: u8 = 1;

/// # Safety
/// `text` is null or a text that ends, which lives during the call.
#[expect(unsafe_code, reason = "the caller's")]
unsafe fn text(text: *const c_char) -> Option<String> {
    if text.is_null() {
        return None;
    }
    // SAFETY: the caller's.
    Some(unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned())
}

/// # Safety
/// `value` is a value of SQLite's that nobody changes for as long as the result is used.
#[expect(unsafe_code, reason = "the caller's")]
pub(super) unsafe fn cell_of<'a>(value: *mut ffi::sqlite3_value) -> Cell<'a> {
    // SAFETY: the caller's; the pointer is asked for before the length, as SQLite wants it.
    unsafe {
        let bytes = |from: *const u8| {
            let length = usize::try_from(ffi::sqlite3_value_bytes(value)).unwrap_or(0);
            if from.is_null() || length == 0 {
                return &[][..];
            }
            std::slice::from_raw_parts(from, length)
        };
        match ffi::sqlite3_value_type(value) {
            ffi::SQLITE_INTEGER => Cell::Integer(ffi::sqlite3_value_int64(value)),
            ffi::SQLITE_FLOAT => Cell::Real(ffi::sqlite3_value_double(value)),
            ffi::SQLITE_TEXT => Cell::Text(bytes(ffi::sqlite3_value_text(value))),
            ffi::SQLITE_BLOB => Cell::Blob(bytes(ffi::sqlite3_value_blob(value).cast())),
            _ => Cell::Null,
        }
    }
}
