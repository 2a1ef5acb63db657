package io.facegate.ledger.store;

import io.facegate.call.OlderDataFile;
import io.facegate.integrity.AppealStepLock;
import io.facegate.integrity.SharedSaltStore;
import io.facegate.integrity.SharedSaltStore.Entry;
import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.record.Salt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The salts of gateways that share a registry. A gateway writes salts to its own file, before the records, and moves
 * them to the registry's database at once; whoever reads looks at both. So no call waits for that database, and a crash
 * leaves a salt in one of the two places.
 */
public final class SharedSaltStorage implements SaltStorage {
    private static final int PAGE = 1000;
    private static final Entry START = new Entry("", "", new byte[0]);

    private final Path data;
    private final Source source;
    private final AppealStepLock claims;

    /** Opens the rows in the database. */
    @FunctionalInterface
    public interface Source {
        /** The rows; empty while the database has no registry that is in use. */
        Optional<SharedSaltStore> open() throws SQLException;

        /** The same for one who only reads: that there are none may have been found out a moment ago. */
        default Optional<SharedSaltStore> openToRead() throws SQLException {
            return open();
        }
    }

    /** What a move did: it moved some, there were none, or the database cannot take any yet. */
    enum Moved {
        SOME,
        NONE,
        NOT_IN_USE
    }

    public SharedSaltStorage(Path data, Source source, AppealStepLock claims) {
        this.data = data;
        this.source = source;
        this.claims = claims;
    }

    @Override
    public AppealStepLock claims() {
        return claims;
    }

    @Override
    public Salts read() throws SQLException {
        var own = SaltFile.read(data);
        boolean done = false;
        try {
            var rows = source.openToRead();
            done = true;
            return rows.<Salts>map(shared -> new Both(own, shared)).orElse(own);
        } finally {
            if (!done) {
                own.close();
            }
        }
    }

    /** In the database first: what is moved there meanwhile is left out. */
    @Override
    public int erase(List<String> records) throws SQLException, IOException {
        int gone = 0;
        var rows = source.open();
        if (rows.isPresent()) {
            try (var shared = rows.get()) {
                gone = shared.erase(records);
            }
        }
        return gone + eraseOwn(records);
    }

    @Override
    public void prune(List<String> records) throws SQLException, IOException {
        var rows = source.open();
        if (rows.isPresent()) {
            try (var shared = rows.get()) {
                for (int at = 0; at < records.size(); at += PAGE) {
                    shared.prune(records.subList(at, Math.min(records.size(), at + PAGE)));
                }
            }
        }
        eraseOwn(records);
    }

    private int eraseOwn(List<String> records) throws SQLException, IOException {
        if (!Files.exists(data.resolve(SaltFile.NAME))) {
            return 0;
        }
        try (var file = SaltFile.open(data)) {
            return file.erase(records);
        }
    }

    /**
     * Moves some salts of the folder's file to the database. A crash in between leaves them in both, and they are moved
     * again: the same ones are not taken twice, and those of erased records not at all.
     */
    Moved moveSome(SaltFile file) throws SQLException {
        var some = file.some(PAGE);
        if (some.isEmpty()) {
            file.emptyLogOfRemoved();
            return Moved.NONE;
        }
        var rows = source.open();
        if (rows.isEmpty()) {
            return Moved.NOT_IN_USE;
        }
        try (var shared = rows.get()) {
            shared.store(some.stream().map(SaltCodec::entry).toList());
        }
        file.remove(some);
        return Moved.SOME;
    }

    @Override
    public void share() throws SQLException, IOException {
        if (Files.exists(data.resolve(SaltFile.NAME))) {
            try (var file = openOwn()) {
                while (moveSome(file) == Moved.SOME) {
                    // The rest of them.
                }
            }
        }
    }

    /** Opens the folder's own file to move salts from it; copies that an earlier version made are moved as well. */
    SaltFile openOwn() throws SQLException, IOException {
        var file = SaltFile.open(data);
        OlderDataFile.deleteBackups(data.resolve(SaltFile.NAME));
        return file;
    }

    /** Those of the folder's file, and those of the database. */
    private record Both(Salts own, SharedSaltStore shared) implements Salts {
        @Override
        public List<Salt> findByRecord(String record) throws SQLException {
            var found = new ArrayList<>(own.findByRecord(record));
            // The file first: what is moved between the two looks is then found in the database.
            for (var entry : shared.find(record)) {
                if (found.stream().noneMatch(salt -> salt.field().key().equals(entry.field()))) {
                    found.add(SaltCodec.salt(entry));
                }
            }
            if (!found.isEmpty() && !shared.erased(List.of(record)).isEmpty()) {
                return List.of();
            }
            return found;
        }

        @Override
        public List<String> records(RecordField field, String value) throws SQLException {
            var found = new LinkedHashSet<String>();
            anyMatch(field, salt -> {
                if (salt.isFor(value)) {
                    found.add(salt.record());
                }
                return false;
            });
            return List.copyOf(found);
        }

        @Override
        public boolean anyMatch(RecordField field, Predicate<Salt> wanted) throws SQLException {
            if (own.anyMatch(field, wanted)) {
                return true;
            }
            var key = field.key();
            for (var page = shared.page(key, START, PAGE);
                    !page.isEmpty();
                    page = shared.page(key, page.getLast(), PAGE)) {
                if (page.stream().map(SaltCodec::salt).anyMatch(wanted)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void close() throws SQLException {
            try (own) {
                shared.close();
            }
        }
    }
}
