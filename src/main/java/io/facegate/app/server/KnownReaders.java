package io.facegate.app.server;

import io.facegate.registry.Person;
import io.facegate.registry.Registry;
import io.facegate.usecase.ledger.AuditedRecords;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names with which a record's commitment is compared, to tell who looked: their number is bounded, as is the time. */
record KnownReaders(Registry registry, AuditedRecords records) {
    private static final int PEOPLE = 500;
    private static final int SESSIONS = 200;

    /** The reader's own name, registered people, sessions of printed links, and the account that the gateway runs as. */
    Set<String> names(String reader) {
        var names = new LinkedHashSet<String>();
        names.add(reader);
        registry.lastVerified().people().stream().map(Person::id).limit(PEOPLE).forEach(names::add);
        names.addAll(records.sessionsOfLinks(SESSIONS));
        var account = System.getProperty("user.name", "");
        names.add(account);
        names.add(AuditedRecords.ACCOUNT + account);
        return names;
    }
}
