package io.facegate.cli.registry;

import io.facegate.cli.ExitCode;
import io.facegate.registry.Person;
import io.facegate.registry.PersonCertificate;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryLines;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facegate person add-certificate} and {@code revoke-certificate}: the client certificates of people. */
final class PersonCertificateCommands {
    private PersonCertificateCommands() {}

    /** A change of one person's client certificates. */
    abstract static class OfOne extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The person.")
        protected String id = "";

        ExitCode change(UnaryOperator<Person> how) {
            var gateway = gateway();
            if (gateway == null) {
                return print(RegistryLines.toFields(new People(registry()).change(id, how)));
            }
            var found = new People(reading()).find(id);
            require(!found.isEmpty(), "There is no person with this id. To see all: person list.");
            var before = found.getFirst().entry();
            return print(gateway.put(
                    path("people", id), RegistryLines.toFields(before), PersonCommand.OfOne.fields(how.apply(before))));
        }
    }

    @Command(
            name = "add-certificate",
            description = {
                "Registers a client certificate (mTLS) with which a person uses the admin API, beside a login. The"
                        + " gateway needs --tls-client-ca.",
                "It ends with the certificate, or earlier. Register a renewed certificate too; person"
                        + " revoke-certificate ends one."
            })
    static final class Add extends OfOne {
        @Mixin
        private ClientCertificateOptions certificate = new ClientCertificateOptions();

        @Override
        protected ExitCode run() {
            var read = certificate.read();
            require(Instant.now().isBefore(read.until()), "The certificate has expired, or --expires is in the past.");
            var one = new PersonCertificate(HexFormat.of().formatHex(read.sha256()), read.until());
            return change(person -> person.withCertificate(one));
        }
    }

    @Command(
            name = "revoke-certificate",
            description = "Ends a client certificate of a person, on open connections too.")
    static final class Revoke extends OfOne {
        @Parameters(
                paramLabel = "SHA256",
                description = "The SHA-256 of the certificate, as person show lists it; with or without colons.")
        private String sha256 = "";

        @Override
        protected ExitCode run() {
            var named = sha256.replace(":", "").toLowerCase(Locale.ROOT);
            return change(person -> {
                require(
                        person.certificate(named) != null,
                        "The person has no client certificate with this SHA-256. To see them: person show " + id + '.');
                return person.withoutCertificate(named);
            });
        }
    }
}
