package io.facegate.integrity;

import io.facegate.integrity.SharedSaltStore.Entry;
import java.sql.SQLException;
import java.util.List;

/** All salts of records that gateways share, read page by page. */
public interface SaltPages {
    /**
     * Some of those that were not erased, ordered by record and field.
     *
     * @param after the last one that is known; empty texts for the first
     */
    List<Entry> page(Entry after, int most) throws SQLException;

    /** Of these records, those that were erased. */
    List<String> erased(List<String> records) throws SQLException;
}
