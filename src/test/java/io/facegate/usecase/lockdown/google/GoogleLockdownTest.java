package io.facegate.usecase.lockdown.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.ConditionResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project with the gateway, and another. Texts are JSON with apostrophes for quotation marks. */
class GoogleLockdownTest {
    private static final String GATEWAY = "serviceAccount:facegate@face.iam.gserviceaccount.com";
    private static final String ACCOUNT = "projects/face/serviceAccounts/facegate@face.iam.gserviceaccount.com";

    @TempDir
    private Path folder;

    @BeforeEach
    void services() throws IOException {
        write("services.json", "[{'name':'projects/1/services/vision.googleapis.com','state':'ENABLED'}]");
        forbid("'deniedValues':['vision.googleapis.com','videointelligence.googleapis.com']", "");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace('\'', '"'));
    }

    private void forbid(String values, String own) throws IOException {
        write(
                "org-policies.json",
                "[{'name':'organizations/9/policies/gcp.restrictServiceUsage','spec':{'rules':[{'values':{" + values
                        + "}}]}},{'name':'projects/1/policies/gcp.restrictServiceUsage','spec':{'rules':"
                        + "[{'allowAll':true}]}}" + own + "]");
    }

    /** Binds a role with these permissions to a member somewhere. */
    private boolean isOpen(String permissions, String resource, String member, String condition) throws IOException {
        var list = new StringBuilder("[");
        for (var one : List.of(
                "organizations/9 null 0",
                "projects/face organizations/9 1",
                "projects/web organizations/9 2",
                ACCOUNT + " projects/face 0")) {
            var words = one.split(" ");
            list.append(list.length() == 1 ? "" : ",")
                    .append("{'resource':'")
                    .append(words[0])
                    .append("','parent':")
                    .append(words[1].equals("null") ? "null" : "'" + words[1] + "'")
                    .append(words[2].equals("0") ? "" : ",'projectNumber':'" + words[2] + "'")
                    .append(",'policy':{'bindings':[")
                    .append(
                            words[0].equals(resource)
                                    ? "{'role':'roles/test','members':['" + member + "']" + condition + "}"
                                    : "")
                    .append("]}}");
        }
        write("iam-policies.json", list.append(']').toString());
        write("roles.json", "[{'name':'roles/test','includedPermissions':[" + permissions + "]}]");
        return GoogleLockdown.check(new AccountExport(folder), List.of(GATEWAY)).count() > 0;
    }

    private boolean isOpen(String permission, String resource) throws IOException {
        return isOpen("'" + permission + "'", resource, "user:ann@x.example", "");
    }

    @ParameterizedTest
    @CsvSource({
        "serviceusage.services.use, projects/face, true",
        "serviceusage.services.use, organizations/9, true",
        "serviceusage.services.use, projects/web, false",
        "serviceusage.services.enable, projects/web, false",
        "resourcemanager.projects.setIamPolicy, projects/face, true",
        "resourcemanager.organizations.setIamPolicy, organizations/9, true",
        "resourcemanager.projects.get, organizations/9, false",
        "apikeys.keys.create, projects/face, true",
        "apikeys.keys.list, projects/face, false",
        "orgpolicy.policy.set, organizations/9, true",
        "iam.serviceAccounts.getAccessToken, organizations/9, true",
        "iam.serviceAccounts.getAccessToken, projects/web, false",
        "iam.serviceAccounts.signJwt, projects/face, true",
        "iam.serviceAccountKeys.create, projects/face, true",
        "iam.serviceAccounts.actAs, projects/face, false"
    })
    void aPermissionIsAWayWhereItHolds(String permission, String resource, boolean open) throws IOException {
        assertThat(isOpen(permission, resource)).isEqualTo(open);
    }

    @Test
    void whoActsAsTheGatewaysAccountNeedsSomethingThatRunsInItsProject() throws IOException {
        var both = "'iam.serviceAccounts.actAs','run.services.create'";
        assertThat(isOpen(both, "projects/face", "user:ann@x.example", "")).isTrue();
        assertThat(isOpen(both, "projects/web", "user:ann@x.example", "")).isFalse();
    }

    @Test
    void theGatewayItselfAndItsDeletedNeighboursAreNoHole() throws IOException {
        assertThat(isOpen("'serviceusage.services.use'", "projects/face", GATEWAY, ""))
                .isFalse();
        assertThat(isOpen("'serviceusage.services.use'", "projects/face", "deleted:user:a@x?uid=1", ""))
                .isFalse();
        assertThat(isOpen("'serviceusage.services.use'", "projects/face", "allUsers", ""))
                .isTrue();
    }

    /** Whether the gateway is named, named by a beginning, or by its usual name, and also where it is not exported. */
    @Test
    void theGatewaysAccountIsFoundByAnyOfItsNames() throws IOException {
        isOpen("iam.serviceAccounts.signBlob", "projects/face");
        for (var names : List.of(List.of(GATEWAY), List.of("serviceAccount:facegate@*"), List.<String>of())) {
            assertThat(GoogleLockdown.check(new AccountExport(folder), names).count())
                    .as("%s", names)
                    .isEqualTo(1);
        }
        var policies = Files.readString(folder.resolve("iam-policies.json"));
        write("iam-policies.json", policies.replaceFirst(",\\{\"resource\":\"" + ACCOUNT + ".*", "]"));
        assertThat(GoogleLockdown.check(new AccountExport(folder), List.of(GATEWAY))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void anotherProjectIsAWayWhereNothingForbidsTheService() throws IOException {
        assertThat(isOpen("serviceusage.services.enable", "projects/web")).isFalse();
        forbid("'deniedValues':['vision.googleapis.com']", "");
        assertThat(isOpen("serviceusage.services.enable", "projects/web")).isTrue();
        forbid("'allowedValues':['storage.googleapis.com']", "");
        assertThat(isOpen("serviceusage.services.enable", "projects/web")).isFalse();
        forbid(
                "'allowedValues':['storage.googleapis.com']",
                ",{'name':'projects/web/policies/gcp.restrictServiceUsage','spec':{'reset':true}}");
        assertThat(isOpen("serviceusage.services.enable", "projects/web")).isTrue();
        assertThat(isOpen("resourcemanager.projects.create", "organizations/9")).isFalse();
    }

    @Test
    void aKeyMayNotBeMadeWhereAPolicyForbidsIt() throws IOException {
        forbid(
                "'deniedValues':['vision.googleapis.com','videointelligence.googleapis.com']",
                ",{'name':'projects/face/policies/iam.disableServiceAccountKeyCreation','spec':{'rules':[{'enforce':true}]}}");
        assertThat(isOpen("iam.serviceAccountKeys.create", "projects/face")).isFalse();
    }

    /** What the export lacks is not taken for a place where nobody has rights. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "iam-policies.json | ,\"projectNumber\":\"1\" | `` | names projects/1",
                "iam-policies.json | \"parent\":\"organizations/9\" | \"parent\":\"folders/8\" | does not have"
                        + " folders/8",
                "iam-policies.json | \"parent\":\"organizations/9\" | \"parent\":null | has no parent",
                "iam-policies.json | \"parent\":\"organizations/9\" | \"parent\":\"projects/face\" | is above itself",
                "services.json | projects/1 | projects/7 | services.json names projects/7",
                "api-keys.json | projects/1 | projects/7 | api-keys.json names projects/7",
                "org-policies.json | projects/1 | projects/7 | org-policies.json names projects/7",
                "service-account-keys.json | projects/face | projects/7 | service-account-keys.json names projects/7"
            })
    void aResourceThatTheExportLacksIsRefused(String file, String from, String to, String words) throws IOException {
        write("api-keys.json", "[{'name':'projects/1/locations/global/keys/k','deleteTime':'x'}]");
        write("service-account-keys.json", "[{'name':'" + ACCOUNT + "/keys/k'}]");
        assertThat(isOpen("serviceusage.services.use", "projects/web")).isFalse();
        var text = Files.readString(folder.resolve(file));
        assertThat(text).contains(from);
        write(file, text.replace(from, to));
        assertThatThrownBy(() -> GoogleLockdown.check(new AccountExport(folder), List.of(GATEWAY)))
                .hasMessageContaining(words);
    }

    @Test
    void aProjectMayStandAlone() throws IOException {
        isOpen("serviceusage.services.use", "projects/web");
        var alone = Files.readString(folder.resolve("iam-policies.json"))
                .replace("\"parent\":\"organizations/9\"", "\"parent\":\"none\"");
        write("iam-policies.json", alone);
        assertThat(GoogleLockdown.check(new AccountExport(folder), List.of(GATEWAY))
                        .count())
                .isZero();
    }

    @Test
    void theProjectOfTheGatewaysAccountIsInTheExport() throws IOException {
        isOpen("serviceusage.services.use", "projects/web");
        var names = List.of("serviceAccount:facegate@elsewhere.iam.gserviceaccount.com");
        assertThatThrownBy(() -> GoogleLockdown.check(new AccountExport(folder), names))
                .hasMessageContaining("does not have projects/elsewhere");
    }

    /** Who is spared by a deny rule, and whether it still keeps Ann from tokens. */
    @ParameterizedTest
    @CsvSource({
        "principal://iam.googleapis.com/projects/-/serviceAccounts/facegate@face.iam.gserviceaccount.com, false",
        "principal://goog/subject/ann@x.example, true",
        "principal://goog/subject/bob@x.example, false",
        "principalSet://goog/group/all@x.example, true"
    })
    void aDenyRuleBindsWhomItDoesNotSpare(String spared, boolean open) throws IOException {
        write(
                "deny-policies.json",
                "[{'name':'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/d','rules':[{'denyRule':"
                        + "{'deniedPrincipals':['principalSet://goog/public:all'],'exceptionPrincipals':['" + spared
                        + "'],'deniedPermissions':['iam.googleapis.com/serviceAccounts.*']}}]}]");
        assertThat(isOpen("iam.serviceAccounts.getAccessToken", "projects/face"))
                .isEqualTo(open);
    }

    /** A deny rule does not bind whoever may take it away. */
    @ParameterizedTest
    @CsvSource({"delete, true", "update, true", "get, false"})
    void aDenyRuleDoesNotBindWhoMayLiftIt(String action, boolean open) throws IOException {
        write(
                "deny-policies.json",
                "[{'name':'policies/cloudresourcemanager.googleapis.com%2Fprojects%2F1/denypolicies/d','rules':[{'denyRule':"
                        + "{'deniedPrincipals':['principalSet://goog/public:all'],"
                        + "'deniedPermissions':['iam.googleapis.com/serviceAccounts.*']}}]}]");
        var both = "'iam.serviceAccounts.getAccessToken','iam.denypolicies." + action + "'";
        assertThat(isOpen(both, "projects/face", "user:ann@x.example", "")).isEqualTo(open);
    }

    /** What a condition lets somebody grant decides, and not which roles it names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "G.hasOnly(['roles/plain'])                                    ~ false",
                "!G.hasOnly(['roles/plain'])                                   ~ true",
                "G.hasOnly(['roles/plain']) || resource.name != 'x'            ~ true",
                "G.hasOnly(['roles/plain']) || G.hasOnly(['roles/leading'])    ~ true",
                "G.hasOnly(['roles/plain']) && G.hasOnly(['roles/leading'])    ~ false",
                "G.hasOnly(['roles/plain']) && resource.name != 'x'            ~ false",
                "request.time < timestamp('2020-01-01T00:00:00Z')              ~ false"
            })
    void aConditionOnGrantsIsTriedWithRoles(String expression, boolean open) throws IOException {
        var words = expression.replace("G.", "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).");
        var json = ",'condition':{'expression':'" + words.replace("'", "\\u0027") + "'}";
        isOpen("'resourcemanager.projects.setIamPolicy'", "projects/face", "user:ann@x.example", json);
        write(
                "roles.json",
                "[{'name':'roles/test','includedPermissions':['resourcemanager.projects.setIamPolicy']},"
                        + "{'name':'roles/plain','includedPermissions':['storage.objects.get']},"
                        + "{'name':'roles/leading','includedPermissions':['serviceusage.services.use']}]");
        assertThat(GoogleLockdown.check(new AccountExport(folder), List.of(GATEWAY))
                                .count()
                        > 0)
                .isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "'', true",
        "'{\"apiTargets\":[{\"service\":\"maps.googleapis.com\"}]}', false",
        "'{\"apiTargets\":[{\"service\":\"vision.googleapis.com\"}]}', true"
    })
    void anApiKeyOpensWhatItIsNotRestrictedFrom(String restrictions, boolean open) throws IOException {
        Files.writeString(
                folder.resolve("api-keys.json"),
                "[{\"name\":\"projects/2/locations/global/keys/other\"},"
                        + "{\"name\":\"projects/1/locations/global/keys/k\",\"restrictions\":"
                        + (restrictions.isEmpty() ? "{}" : restrictions) + "}]");
        assertThat(isOpen("resourcemanager.projects.get", "projects/face")).isEqualTo(open);
    }

    /** Conditions, and whether they can hold from 2026-11-28 on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "request.time < timestamp(\"2026-01-01T00:00:00Z\")                                    ~ NO",
                "request.time < timestamp(\"2027-01-01T00:00:00Z\")                                    ~ MAYBE",
                "request.time >= timestamp('2026-01-01T00:00:00Z')                                     ~ YES",
                "timestamp('2026-01-01T00:00:00Z') > request.time                                      ~ NO",
                "!(request.time < timestamp('2026-01-01T00:00:00Z'))                                   ~ YES",
                "request.time < timestamp('2026-01-01T00:00:00Z') || resource.name == 'x'              ~ MAYBE",
                "request.time < timestamp('2026-01-01T00:00:00Z') && resource.name == 'a || b'         ~ NO",
                "(true && (false || true))                                                             ~ YES",
                "resource.name.startsWith('projects/x')                                                ~ MAYBE",
                "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/a'])  ~ NO"
            })
    void aConditionIsUnderstood(String expression, ConditionResult result) {
        assertThat(GoogleCondition.holds(expression, "roles/b", Instant.parse("2026-11-28T00:00:00Z")))
                .isEqualTo(result);
    }
}
