package io.facegate.integrity;

import java.sql.SQLException;
import java.util.List;

/** Salts of records in a database that several gateways use, encrypted there; it connects again by itself. */
public interface SharedSaltStore extends SaltPages, AutoCloseable {
    /**
     * What is kept for one commitment.
     *
     * @param content in the clear
     */
    record Entry(String record, String field, byte[] content) {}

    /** Takes these in, except those of erased records and those that are there already; durable on return. */
    void store(List<Entry> entries) throws SQLException;

    /** What is kept for a record that was not erased. */
    List<Entry> find(String record) throws SQLException;

    /** As {@link #page(Entry, int)}, of one field. */
    List<Entry> page(String field, Entry after, int most) throws SQLException;

    /** Deletes what is kept for these records, and notes that none of it may come back. Returns how many are gone. */
    int erase(List<String> records) throws SQLException;

    /** Deletes what is kept for these records. */
    void prune(List<String> records) throws SQLException;

    @Override
    void close();
}
