package io.facegate.usecase.lockdown.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.ConditionResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subscriptions of Azure with one assignment each beside the gateway's. Texts are JSON with apostrophes for quotation marks. */
class AzureLockdownTest {
    private static final String GROUP = "/subscriptions/s-1/resourceGroups/rg-face";
    private static final String ACCOUNT = GROUP + "/providers/Microsoft.CognitiveServices/accounts/faces";
    private static final String LIST_KEYS = "Microsoft.CognitiveServices/accounts/listKeys/action";

    @TempDir
    private Path folder;

    @BeforeEach
    void account() throws IOException {
        keys(false);
        write("identities.json", "[]");
        write(
                "subscription.json",
                "{'managementGroups':[{'id':'/providers/Microsoft.Management/managementGroups/top'}]}");
    }

    private void keys(boolean open) throws IOException {
        write(
                "cognitive-accounts.json",
                "[{'id':'" + ACCOUNT + "','kind':'Face','properties':{'disableLocalAuth':" + !open + "}}]");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace('\'', '"'));
    }

    /** Gives somebody a role at a scope. */
    private boolean isOpen(String permission, String scope, String condition) throws IOException {
        write("role-definitions.json", "[{'name':'r-1','roleName':'Role','permissions':[" + permission + "]}]");
        write(
                "role-assignments.json",
                "[{'id':'a','name':'a','principalId':'ann','principalName':'Ann','principalType':'User','scope':'"
                        + scope
                        + "','roleDefinitionId':'/x/r-1'" + condition + "},"
                        + "{'id':'g','name':'g','principalId':'gate','principalName':'facegate',"
                        + "'principalType':'ServicePrincipal','scope':'" + ACCOUNT + "','roleDefinitionId':'/x/r-1'}]");
        return AzureLockdown.check(new AccountExport(folder), List.of("gate")).count() > 0;
    }

    private static String actions(String actions) {
        return "{'actions':[" + actions + "]}";
    }

    @ParameterizedTest
    @CsvSource({
        "/subscriptions/s-1, true",
        "/subscriptions/S-1/resourcegroups/RG-FACE, true",
        "/subscriptions/s-1/resourceGroups/rg, false",
        "/subscriptions/s-2, false",
        "/providers/Microsoft.Management/managementGroups/top, true",
        "/providers/Microsoft.Management/managementGroups/other, false",
        "/, true"
    })
    void aRoleHoldsBelowItsScope(String scope, boolean open) throws IOException {
        assertThat(isOpen("{'dataActions':['Microsoft.CognitiveServices/*']}", scope, ""))
                .isEqualTo(open);
    }

    @Test
    void notActionsTakeAwayFromTheirOwnPermissionAlone() throws IOException {
        var all =
                "{'dataActions':['Microsoft.CognitiveServices/*'],'notDataActions':['Microsoft.CognitiveServices/*']}";
        assertThat(isOpen(all, GROUP, "")).isFalse();
        assertThat(isOpen(all + ",{'dataActions':['*/Face/detect/action']}", GROUP, ""))
                .isTrue();
    }

    @Test
    void aKeyIsAWayOnlyWhereKeysOpenTheAccount() throws IOException {
        assertThat(isOpen(actions("'" + LIST_KEYS + "'"), GROUP, "")).isFalse();
        keys(true);
        assertThat(isOpen(actions("'" + LIST_KEYS + "'"), GROUP, "")).isTrue();
        assertThat(isOpen(actions("'Microsoft.CognitiveServices/accounts/read'"), GROUP, ""))
                .isFalse();
    }

    @Test
    void whoMayWriteTheAccountAndListItsKeysTurnsKeysOnUnlessAPolicyDenies() throws IOException {
        var both = actions("'" + LIST_KEYS + "','Microsoft.CognitiveServices/accounts/write'");
        assertThat(isOpen(both, ACCOUNT, "")).isTrue();
        policy("id", ACCOUNT);
        assertThat(isOpen(both, ACCOUNT, "")).isFalse();
        assertThat(isOpen(both, "/subscriptions/s-1/resourceGroups/rg-ann", "")).isFalse();
        var lifting = "'Microsoft.Authorization/policyExemptions/write'";
        assertThat(isOpen(actions("'*/accounts/*'," + lifting), "/subscriptions/s-1", ""))
                .isTrue();
    }

    /** An account is also made without saying anything of keys, which then open it. */
    @ParameterizedTest
    @CsvSource({
        "equals, false, true",
        "in, [false], true",
        "notEquals, true, false",
        "notIn, [true], false",
        "exists, true, true",
        "exists, false, true"
    })
    void aPolicyIsTriedWithThePropertyLeftOut(String operator, String value, boolean open) throws IOException {
        write(
                "policy-assignments.json",
                "[{'scope':'/subscriptions/s-1','policyDefinition':{'policyRule':{'if':{'allOf':["
                        + "{'field':'type','equals':'Microsoft.CognitiveServices/accounts'},"
                        + "{'field':'Microsoft.CognitiveServices/accounts/disableLocalAuth','" + operator + "':" + value
                        + "}]},'then':{'effect':'deny'}}}}]");
        var both = actions("'" + LIST_KEYS + "','Microsoft.CognitiveServices/accounts/write'");
        assertThat(isOpen(both, ACCOUNT, "")).isEqualTo(open);
    }

    /** The gateway's identity is in another group than the account: who assigns roles there becomes it. */
    @ParameterizedTest
    @CsvSource({
        "roleAssignments, rg-id, '', true",
        "roleDefinitions, rg-id, '', true",
        "roleAssignments, rg-id, e40ec5ca-96e0-45a2-b4ff-59039f2c2b59, true",
        "roleAssignments, rg-id, 7f951dda-4ed3-4680-a7ca-43fe172d538d, false",
        "roleAssignments, rg-ann, '', false"
    })
    void whoGivesItselfRolesAtTheIdentityBecomesTheGateway(String what, String group, String only, boolean open)
            throws IOException {
        write(
                "identities.json",
                "[{'principalId':'gate','id':'/subscriptions/s-1/resourceGroups/rg-id/providers/"
                        + "Microsoft.ManagedIdentity/userAssignedIdentities/facegate'}]");
        policy("id", ACCOUNT);
        assertThat(isOpen(
                        actions("'Microsoft.Authorization/" + what + "/write'"),
                        "/subscriptions/s-1/resourceGroups/" + group,
                        only.isEmpty() ? "" : ",'condition':'" + limit(only) + "'"))
                .isEqualTo(open);
    }

    private static String limit(String role) {
        return "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {"
                + role + "}";
    }

    /** In any group of a subscription: an own account, unless a policy denies it to whoever cannot lift it. */
    @ParameterizedTest
    @CsvSource({
        "roleAssignments, '', true",
        "roleDefinitions, '', true",
        "roleAssignments, b24988ac-6180-42a0-ab88-20f7382dd24c, true",
        "roleAssignments, 7f951dda-4ed3-4680-a7ca-43fe172d538d, false",
        "locks, '', false"
    })
    void whoGivesItselfRolesSomewhereMakesAnAccountOfItsOwn(String what, String only, boolean open) throws IOException {
        var assigning = actions("'Microsoft.Authorization/" + what + "/write'");
        var condition = only.isEmpty() ? "" : ",'condition':'" + limit(only) + "'";
        var group = "/subscriptions/s-1/resourceGroups/rg-ann";
        assertThat(isOpen(assigning, group, condition)).isEqualTo(open);
        policy("id", ACCOUNT);
        assertThat(isOpen(assigning, group, condition)).isFalse();
    }

    /** Who may write a policy's definition changes what it denies. */
    @ParameterizedTest
    @CsvSource({"policyDefinitions, true", "policySetDefinitions, true", "locks, false"})
    void aPolicyDoesNotBindWhoMayRewriteIt(String what, boolean open) throws IOException {
        policy("id", ACCOUNT);
        var faces = "'" + LIST_KEYS + "','Microsoft.CognitiveServices/accounts/write'";
        var all = actions(faces + ",'Microsoft.Authorization/" + what + "/write'");
        assertThat(isOpen(all, "/subscriptions/s-1", "")).isEqualTo(open);
        var file = folder.resolve("policy-assignments.json");
        var kept = Files.readString(file);
        for (var scope : List.of("/subscriptions/s-1", "/subscriptions/s-2", "")) {
            var id = scope + "/providers/Microsoft.Authorization/policyDefinitions/p";
            Files.writeString(file, kept.replaceFirst("\\{", "{\"policyDefinitionId\":\"" + id + "\","));
            assertThat(isOpen(all, "/subscriptions/s-1", ""))
                    .as(id)
                    .isEqualTo(open && scope.equals("/subscriptions/s-1"));
        }
    }

    /** Keys are off: who may assign a role that writes the account turns them on, unless a policy denies. */
    @ParameterizedTest
    @CsvSource({"write, false, true", "write, true, false", "read, false, false"})
    void aRoleThatTurnsKeysOnIsAWayForWhoMayAssignIt(String action, boolean denied, boolean open) throws IOException {
        if (denied) {
            policy("id", ACCOUNT);
        }
        var condition = ",'condition':'(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId]"
                + " ForAnyOfAnyValues:GuidEquals {r-2})'";
        isOpen(actions("'Microsoft.Authorization/roleAssignments/write'"), GROUP, condition);
        write(
                "role-definitions.json",
                "[{'name':'r-1','permissions':[" + actions("'Microsoft.Authorization/roleAssignments/write'")
                        + "]},{'name':'r-2','permissions':["
                        + actions("'" + LIST_KEYS + "','Microsoft.CognitiveServices/accounts/" + action + "'") + "]}]");
        assertThat(AzureLockdown.check(new AccountExport(folder), List.of("gate"))
                                .count()
                        > 0)
                .isEqualTo(open);
    }

    /** A policy that compares names lets an account of the gateway's name be made in another resource group. */
    @Test
    void theShippedPolicyComparesIds() throws IOException {
        var own = "'*/accounts/*','Microsoft.Authorization/roleAssignments/read'";
        var elsewhere = "/subscriptions/s-1/resourceGroups/rg-ann";
        var keysAllowed = ",'keys':{'value':'Allowed'}";
        policy("id", ACCOUNT, keysAllowed);
        assertThat(isOpen(actions(own), elsewhere, "")).isFalse();
        policy("name", "faces", keysAllowed);
        assertThat(isOpen(actions(own), elsewhere, "")).isTrue();
    }

    private void policy(String field, String value) throws IOException {
        policy(field, value, "");
    }

    private void policy(String field, String value, String more) throws IOException {
        var shipped = Files.readString(Path.of("deploy/lockdown/azure-policy.json"));
        assertThat(shipped).contains("\"field\": \"id\"");
        Files.writeString(
                folder.resolve("policy-assignments.json"),
                "[{'scope':'/subscriptions/s-1','enforcementMode':'Default','parameters':{'gatewayResources':{'value':['"
                                .replace('\'', '"')
                        + value + ("']}" + more + "},'policyDefinition':").replace('\'', '"')
                        + shipped.replace("\"field\": \"id\"", "\"field\": \"" + field + '"') + "}]");
    }

    @Test
    void aDenyAssignmentBindsWhomItDoesNotSpare() throws IOException {
        var faces = "{'dataActions':['Microsoft.CognitiveServices/*']}";
        deny("'excludePrincipals':[{'id':'gate','type':'ServicePrincipal'}]");
        assertThat(isOpen(faces, GROUP, "")).isFalse();
        deny("'excludePrincipals':[{'id':'some-group','type':'Group'}]");
        assertThat(isOpen(faces, GROUP, "")).isTrue();
        deny("'doNotApplyToChildScopes':true");
        assertThat(isOpen(faces, GROUP, "")).isTrue();
    }

    private void deny(String more) throws IOException {
        write(
                "deny-assignments.json",
                "[{'properties':{'scope':'" + GROUP + "','permissions':[{'dataActions':['*']}],'principals':"
                        + "[{'id':'00000000-0000-0000-0000-000000000000','type':'SystemDefined'}]," + more + "}}]");
    }

    @Test
    void theGatewaysIdentityIsWhereTheListSays() throws IOException {
        var assigning = actions("'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',"
                + "'Microsoft.Compute/virtualMachines/write'");
        assertThat(isOpen(assigning, GROUP, "")).isFalse();
        Files.delete(folder.resolve("identities.json"));
        assertThat(isOpen(assigning, GROUP, "")).isTrue();
        write(
                "identities.json",
                "[{'principalId':'gate','id':'/subscriptions/s-1/resourceGroups/rg-id/providers/"
                        + "Microsoft.ManagedIdentity/userAssignedIdentities/facegate'}]");
        assertThat(isOpen(assigning, GROUP, "")).isFalse();
        assertThat(isOpen(assigning, "/subscriptions/s-1/resourceGroups/rg-id", ""))
                .isTrue();
    }

    /** Conditions of delegations, and whether they let a role be assigned. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {a,"
                        + " b}) | a | YES",
                "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {a,"
                        + " b}) | c | NO",
                "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals"
                        + " {a, b}) | c | YES",
                "(@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAllValues:GuidNotEquals"
                        + " {a, b}) | a | NO",
                "(!(ActionMatches{'Microsoft.Authorization/roleAssignments/write'})) OR (@Request[x:RoleDefinitionId]"
                        + " GuidEquals {a}) | a | MAYBE",
                "!(ActionMatches{'Microsoft.Authorization/roleAssignments/delete'}) | a | YES",
                "(@Request[Microsoft.Authorization/roleAssignments:PrincipalType] StringEqualsIgnoreCase 'User') | a |"
                        + " MAYBE",
                "((broken | a | MAYBE"
            })
    void aConditionOfADelegationIsUnderstood(String condition, String role, ConditionResult result) {
        assertThat(AzureCondition.allows(condition, "microsoft.authorization/roleassignments/write", role))
                .isEqualTo(result);
    }

    @Test
    void aRoleThatIsNotExportedMayGrantEverything() throws IOException {
        isOpen(actions("'*/read'"), GROUP, "");
        write("role-definitions.json", "[]");
        assertThat(AzureLockdown.check(new AccountExport(folder), List.of("gate"))
                        .count())
                .isEqualTo(1);
        write("role-definitions.json", "{}");
        assertThatThrownBy(() -> AzureLockdown.check(new AccountExport(folder), List.of("gate")))
                .hasMessageContaining("role-definitions.json is no list");
    }
}
