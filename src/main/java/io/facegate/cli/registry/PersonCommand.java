package io.facegate.cli.registry;

import io.facegate.cli.CommandOutput;
import io.facegate.cli.ExitCode;
import io.facegate.cli.FacegateCommand;
import io.facegate.registry.Person;
import io.facegate.registry.Right;
import io.facegate.registry.Role;
import io.facegate.usecase.registry.People;
import io.facegate.usecase.registry.RegistryLines;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facegate person}: registers the people who may change the registry, and their roles. */
@Command(
        name = "person",
        description = {
            "Registers the people who work with this gateway, and what each may do.",
            "Once a registry has people, each command that changes something needs --by with a registered person whose"
                    + " role has the right. The first person is an operator.",
            "A name on the command line proves nothing: whoever has the data folder can type any name."
        },
        footer = {
            "",
            "Examples:",
            "  facegate person add --id m.roe --role operator --by m.roe --reason 'The first operator.'",
            "  facegate person add --id a.lee --role officer --by m.roe",
            "  facegate person add --id j.kim --role member --org springfield-pd --by m.roe",
            "  facegate person change a.lee --role officer --role auditor --by m.roe",
            "  facegate person add-certificate a.lee --certificate a.lee.pem --by m.roe",
            "  facegate person roles",
            "  facegate person remove j.kim --by m.roe --reason 'Left.'"
        },
        subcommands = {
            PersonCommand.Add.class,
            PersonCommand.Change.class,
            PersonCertificateCommands.Add.class,
            PersonCertificateCommands.Revoke.class,
            PersonCommand.ListAll.class,
            PersonCommand.Show.class,
            PersonCommand.Remove.class,
            PersonCommand.Roles.class
        })
public final class PersonCommand extends RegistryCommand {
    /** What is told of one person. */
    abstract static class OfOne extends GatewayChangeSubcommand {
        @Option(
                names = "--role",
                paramLabel = "WORD",
                description = "operator, policy_editor, reviewer, officer, auditor or member. Repeatable.")
        protected List<String> roles = new ArrayList<>();

        @Option(names = "--org", paramLabel = "ORG", description = "The organisation that a member belongs to.")
        protected @Nullable String organisation;

        @Option(
                names = "--login-issuer",
                paramLabel = "URL",
                description = "The OpenID provider where the person logs in: the exact iss of its tokens.")
        protected @Nullable String issuer;

        @Option(
                names = "--login-subject",
                paramLabel = "SUB",
                description = "The person there: the exact sub of the tokens.")
        protected @Nullable String subject;

        /** What the admin API takes: it dates the entry itself. */
        static Map<String, @Nullable Object> fields(Person person) {
            var fields = RegistryLines.toFields(person);
            fields.remove("added");
            fields.remove("removed");
            return fields;
        }

        Set<Role> roles() {
            return roles.stream().map(Role::parse).collect(Collectors.toSet());
        }

        Person.@Nullable Login login() {
            require((issuer == null) == (subject == null), "A login is both: --login-issuer and --login-subject.");
            return issuer == null || subject == null ? null : new Person.Login(issuer, subject);
        }
    }

    @Command(name = "add", description = "Registers a person.")
    static final class Add extends OfOne {
        @Option(
                names = "--id",
                required = true,
                paramLabel = "ID",
                description = "The person's id, in lower case. It stands for one person for ever.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var person = new Person(id, roles(), organisation, login(), Instant.now(), null);
            var gateway = gateway();
            return gateway == null
                    ? print(RegistryLines.toFields(new People(registry()).add(person)))
                    : print(gateway.put(path("people", id), null, fields(person)));
        }
    }

    @Command(
            name = "change",
            description = {
                "Changes the roles, the organisation or the login of a person.",
                "Each option replaces all earlier values. Name every role that the person should have from now on."
            })
    static final class Change extends OfOne {
        @Parameters(paramLabel = "ID", description = "The person.")
        private String id = "";

        @Option(names = "--no-org", description = "The person belongs to no organisation any more.")
        private boolean noOrganisation;

        @Option(names = "--no-login", description = "Forget how the person logs in.")
        private boolean noLogin;

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                return print(RegistryLines.toFields(new People(registry()).change(id, this::applyTo)));
            }
            var found = new People(reading()).find(id);
            require(!found.isEmpty(), "There is no person with this id. To see all: person list.");
            var before = found.getFirst().entry();
            return print(gateway.put(path("people", id), RegistryLines.toFields(before), fields(applyTo(before))));
        }

        private Person applyTo(Person one) {
            var login = login();
            return new Person(
                    one.id(),
                    roles.isEmpty() ? one.roles() : roles(),
                    organisation == null && !noOrganisation ? one.organisation() : organisation,
                    login == null && !noLogin ? one.login() : login,
                    one.certificates(),
                    one.added(),
                    one.removed());
        }
    }

    @Command(name = "list", description = "Lists everybody, including those who were removed.")
    static final class ListAll extends RegistrySubcommand {
        @Override
        protected ExitCode run() {
            return print(new People(registry()).list(), RegistryLines::toFields);
        }
    }

    @Command(name = "show", description = "Shows one person.")
    static final class Show extends RegistrySubcommand {
        @Parameters(paramLabel = "ID", description = "The person.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var found = new People(registry())
                    .list().stream()
                            .filter(each -> each.entry().id().equals(id))
                            .toList();
            require(!found.isEmpty(), "There is no person with this id. To see all: person list.");
            return print(found, RegistryLines::toFields);
        }
    }

    @Command(name = "remove", description = "Removes a person, who has no right from now on. The last operator stays.")
    static final class Remove extends GatewayChangeSubcommand {
        @Parameters(paramLabel = "ID", description = "The person.")
        private String id = "";

        @Override
        protected ExitCode run() {
            var gateway = gateway();
            if (gateway == null) {
                new People(registry()).remove(id);
            } else {
                gateway.send("DELETE", path("people", id), null);
            }
            return done("Removed " + id, gateway);
        }
    }

    @Command(name = "roles", description = "Prints what each role may do.")
    static final class Roles extends FacegateCommand {
        @Override
        protected ExitCode run() {
            for (var role : Role.values()) {
                output().print(
                                CommandOutput.fields(
                                        "role",
                                        role.word(),
                                        "rights",
                                        role.rights().stream().map(Right::word).toList()),
                                role.word() + ": "
                                        + role.rights().stream()
                                                .map(Right::description)
                                                .collect(Collectors.joining("; ")));
            }
            return ExitCode.DONE;
        }
    }
}
