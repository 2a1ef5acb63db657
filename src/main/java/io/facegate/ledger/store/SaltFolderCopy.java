package io.facegate.ledger.store;

import io.facegate.integrity.SaltPages;
import io.facegate.integrity.SharedSaltStore.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies the salts that gateways share to a folder's file. Begun again after an interruption, it takes nothing twice, and
 * what was erased meanwhile is erased there too.
 */
public final class SaltFolderCopy {
    private static final int PAGE = 1000;
    private static final Entry START = new Entry("", "", new byte[0]);

    private final Path data;
    /** Record and field of each salt that the folder did not have before, without its content. */
    private final List<Entry> copied = new ArrayList<>();

    public SaltFolderCopy(Path data) {
        this.data = data;
    }

    /** Copies all of them. */
    public void copy(SaltPages shared) throws SQLException, IOException {
        try (var file = SaltFile.open(data)) {
            for (var page = shared.page(START, PAGE); !page.isEmpty(); page = shared.page(page.getLast(), PAGE)) {
                file.storeAbsent(page.stream().map(SaltCodec::salt).toList())
                        .forEach(salt ->
                                copied.add(new Entry(salt.record(), salt.field().key(), new byte[0])));
            }
            var erased = shared.erased(file.records());
            if (!erased.isEmpty()) {
                file.erase(erased);
            }
        }
    }

    /** Removes what was copied and was not there before. */
    public void takeBack() throws SQLException, IOException {
        if (!copied.isEmpty()) {
            try (var file = SaltFile.open(data)) {
                file.remove(copied.stream().map(SaltCodec::salt).toList());
            }
            copied.clear();
        }
    }
}
