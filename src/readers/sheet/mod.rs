//! Workbook or delimited bytes in, sheets out.
