mod fake_tables;
mod output;
