package io.facegate.console.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.admin.AdminEndpointList;
import io.facegate.console.BrowserStub;
import io.facegate.console.ConsoleAlone;
import io.facegate.console.ConsoleForm;
import io.facegate.console.PeopleOfTheConsole;
import io.facegate.registry.Role;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every form of the console with every role: taken from the roles that a table by hand names, and from no other. */
@QuarkusTest
@TestProfile(ConsoleAlone.class)
class ConsoleFormRolesTest {
    /** The address, what the form says, and who may send it. */
    private static final List<Form> TABLE = """
        /console/decisions/bundle               |                          | officer auditor
        /console/decisions/{id}/bundle          |                          | officer auditor
        /console/decisions/saved                | name=x                   | officer auditor
        /console/decisions/saved/{id}/remove    |                          | officer auditor
        /console/reports/ai-act.zip             |                          | officer auditor
        /console/integrity/verify               |                          | officer auditor
        /console/mine/keys                      | act=none                 | member
        /console/mine/decisions/{id}/appeal     | text=No.                 | member
        /console/work/reviews/{id}              | decision=approve         | reviewer
        /console/work/reviews/{id}              | decision=reject          | reviewer
        /console/work/appeals/{id}              | decision=upheld          | officer
        /console/work/appeals/{id}              | decision=rejected        | officer
        /console/work/authorisations/{id}       | decision=grant           | officer
        /console/work/authorisations/{id}       | decision=reject          | operator officer
        /console/work/stops/{id}                | decision=request-lift    | operator officer
        /console/work/proposals/{id}            | decision=approve         | officer
        /console/work/proposals/{id}            | decision=reject          | operator officer
        /console/logout                         |                          | operator policy_editor reviewer officer auditor member
        """.lines().map(Form::of).toList();

    private static final Map<Role, String> PEOPLE = Map.of(
            Role.OPERATOR, "b.doe",
            Role.POLICY_EDITOR, "p.ink",
            Role.REVIEWER, "r.one",
            Role.OFFICER, "c.ash",
            Role.AUDITOR, "e.fox",
            Role.MEMBER, "j.kim");

    private static final List<String> PLACES =
            List.of("AK", "AL", "AR", "AZ", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "IA", "ID", "IL", "IN", "KS");

    @TestHTTPResource("/")
    URI server;

    @Inject
    WorkStage stage;

    @Inject
    PeopleOfTheConsole people;

    private int made;

    private record Form(String address, String fields, List<String> roles) {
        static Form of(String line) {
            var parts = line.split("\\|");
            return new Form(
                    parts[0].strip(), parts[1].strip(), List.of(parts[2].strip().split(" ")));
        }
    }

    @AfterEach
    void end() {
        people.trusted = false;
    }

    private static Stream<String> declared() {
        return AdminEndpointList.below("/console")
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(POST.class))
                        .map(method -> type.getAnnotation(Path.class).value()
                                + (method.isAnnotationPresent(Path.class)
                                        ? method.getAnnotation(Path.class).value()
                                        : "")));
    }

    @Test
    void everyFormHasARowAndEveryRowAForm() {
        assertThat(new TreeSet<>(declared().toList()))
                .isEqualTo(new TreeSet<>(TABLE.stream().map(Form::address).toList()));
    }

    @Test
    void aFormIsTakenFromTheRolesThatTheTableNamesAndFromNoOther() {
        stage.register(people);
        assertThat(PEOPLE).containsOnlyKeys(Role.values());
        var wrong = new ArrayList<String>();
        for (var form : TABLE) {
            for (var role : Role.values()) {
                var said = send(form, role);
                if (said.isEmpty() != form.roles.contains(role.word())) {
                    wrong.add(role.word() + ' ' + form + (said.isEmpty() ? " was taken" : said));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Why a form was refused to a role; empty if not for its sake: some, as 503, cannot be done where this test runs. */
    private String send(Form form, Role role) {
        var browser = BrowserStub.loggedIn(server, people, PEOPLE.get(role));
        var fields = new HashMap<>(Map.of("reason", "Because of 12.", ConsoleForm.TOKEN, people.formToken(browser)));
        var address = withId(form.address, fields);
        if (!form.fields.isEmpty()) {
            var pair = form.fields.split("=");
            fields.put(pair[0], pair[1]);
        }
        long before = refusals();
        var answer = browser.post(address, fields, "Origin", browser.origin(), "Sec-Fetch-Site", "same-origin");
        assertThat(answer.statusCode()).as(role + " " + form + answer.body()).isNotIn(401, 500);
        if (refusals() > before) {
            return " was refused on record";
        }
        return answer.statusCode() == 403 ? " was answered 403" : "";
    }

    private long refusals() {
        return stage.records().stream()
                .filter(record -> record.contains("\"act\":\"change_refused\""))
                .count();
    }

    /** Something new each time, so that no earlier form has decided it. */
    private String withId(String address, Map<String, String> fields) {
        var id = "none";
        if (address.contains("/reviews/")) {
            id = stage.hold();
        } else if (address.contains("/appeals/")) {
            id = stage.appeal("Please.");
        } else if (address.contains("/authorisations/")) {
            id = stage.authorise(Instant.now().plusSeconds(3600));
        } else if (address.contains("/stops/")) {
            id = stage.stop("m.roe");
        } else if (address.contains("/proposals/")) {
            var proposal = stage.proposeExemption("hope", "US-" + PLACES.get(made++));
            fields.put("digest", proposal.digest());
            id = proposal.id();
        }
        return address.replace("{id}", id);
    }
}
