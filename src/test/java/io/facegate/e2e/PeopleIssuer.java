package io.facegate.e2e;

import io.facegate.ledger.address.LedgerAddress;
import io.facegate.registry.Person;
import io.facegate.registry.Person.Login;
import io.facegate.registry.Role;
import io.facegate.usecase.ledger.ActingPerson;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryAccess;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;

/** An issuer of tokens of people and of callers, whose key stands in a file of the data folder. */
record PeopleIssuer(Path data, KeyPair key) {
    static final String ISSUER = "https://login.example.org";
    static final String AUDIENCE = "facegate-admin";

    /** Writes {@code issuers.yaml}, for a gateway that starts later. */
    static PeopleIssuer in(Path data) throws IOException {
        try {
            var made = KeyPairGenerator.getInstance("RSA");
            made.initialize(2048);
            var key = made.generateKeyPair();
            Files.writeString(
                    data.resolve("login.pem"),
                    "-----BEGIN PUBLIC KEY-----\n"
                            + Base64.getMimeEncoder()
                                    .encodeToString(key.getPublic().getEncoded())
                            + "\n-----END PUBLIC KEY-----\n");
            Files.writeString(data.resolve("issuers.yaml"), """
                issuers:
                - issuer: %1$s
                  audience: %2$s
                  people: true
                  keys: login.pem
                - issuer: %1$s
                  audience: facegate
                  organisations: [hope]
                  keys: login.pem
                """.formatted(ISSUER, AUDIENCE));
            return new PeopleIssuer(data, key);
        } catch (GeneralSecurityException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Registers a person with a login of the same name; the first one by herself. */
    void register(String by, String id, String organisation, Role... roles) {
        people(by).add(new Person(id, Set.of(roles), organisation, new Login(ISSUER, id), Instant.now(), null));
    }

    /** The registered people, changed by one of them. */
    People people(String by) {
        return new People(
                new RegistryAccess(data, LedgerAddress.ofFolder(data), new ActingPerson(by, "They work here.")));
    }

    String token(String subject) {
        return token(subject, AUDIENCE);
    }

    String token(String subject, String... audience) {
        return token(subject, Instant.now(), audience);
    }

    String token(String subject, Instant issued, String... audience) {
        return Jwt.issuer(ISSUER)
                .subject(subject)
                .audience(Set.of(audience))
                .issuedAt(issued)
                .expiresAt(issued.plusSeconds(300))
                .sign(key.getPrivate());
    }
}
