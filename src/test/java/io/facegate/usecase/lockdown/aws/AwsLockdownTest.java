package io.facegate.usecase.lockdown.aws;

import static io.facegate.usecase.lockdown.aws.AwsFiles.EVERYTHING;
import static io.facegate.usecase.lockdown.aws.AwsFiles.FACES_CLOSED;
import static io.facegate.usecase.lockdown.aws.AwsFiles.GATEWAY;
import static io.facegate.usecase.lockdown.aws.AwsFiles.ID;
import static io.facegate.usecase.lockdown.aws.AwsFiles.ON_EC2;
import static io.facegate.usecase.lockdown.aws.AwsFiles.ROLE_CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.usecase.lockdown.account.AccountExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts of AWS with one hole each, and accounts like them without it. */
class AwsLockdownTest {
    private static final String NO_ROOT = "{'Sid':'Root','Effect':'Deny','Action':'*','Resource':'*','Condition':"
            + "{'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:root'}}},"
            + "{'Effect':'Deny','Action':'organizations:LeaveOrganization','Resource':'*'}";
    private static final String TRUSTS_ACCOUNT =
            "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::" + ID + ":root'},'Action':'sts:AssumeRole'}";

    @TempDir
    private Path folder;

    private AwsFiles files;

    @BeforeEach
    void files() {
        files = new AwsFiles(folder);
    }

    private static String allow(String actions, String resource, String more) {
        return "{'Sid':'S','Effect':'Allow','Action':" + actions + ",'Resource':'" + resource + "'" + more + "}";
    }

    private static String condition(String operator, String key, String value) {
        return ",'Condition':{'" + operator + "':{'" + key + "':" + value + "}}";
    }

    private static String deny(String actions, String more) {
        return "{'Sid':'D','Effect':'Deny','Action':" + actions + ",'Resource':'*'" + more + "}";
    }

    @Test
    void anAdministratorWhomAServiceControlPolicyKeepsFromFacesIsNoHole() throws IOException {
        files.role("admin", TRUSTS_ACCOUNT, EVERYTHING).user("root-like", EVERYTHING);
        assertThat(files.control(FACES_CLOSED, ROLE_CLOSED, NO_ROOT).holes()).isEmpty();
    }

    @Test
    void withoutServiceControlPoliciesAnAdministratorAndTheRootUserAreHoles() throws IOException {
        assertThat(files.role("admin", ON_EC2, EVERYTHING).holes())
                .containsExactly("role/admin by inline / statement 1", "root by the root user's own rights");
    }

    /** The shipped service control policy alone, with an administrator who may do everything else. */
    @Test
    void theLockdownOfDeployHolds() throws IOException {
        var policy = AwsFiles.json(Files.readString(Path.of("deploy/lockdown/aws-scp.json")));
        var statements = new ArrayList<String>();
        policy.path("Statement").forEach(statement -> statements.add(statement.toString()));
        files.role("admin", TRUSTS_ACCOUNT, EVERYTHING).user("ann", EVERYTHING);
        files.control(statements.toArray(String[]::new)).write();
        assertThat(holes("role/facegate/*")).isEmpty();
        for (int without = 0; without < statements.size(); without++) {
            var fewer = new ArrayList<>(statements);
            fewer.remove(without);
            new AwsFiles(folder)
                    .role("admin", TRUSTS_ACCOUNT, EVERYTHING)
                    .role("facegate/two", TRUSTS_ACCOUNT, EVERYTHING)
                    .control(fewer.toArray(String[]::new))
                    .write();
            assertThat(holes("role/facegate/*"))
                    .as("without statement %s", without)
                    .isNotEmpty();
        }
    }

    /** The administrator of the gateway is named as trusted: whoever can become it is shown. */
    @Test
    void whoBecomesTheAdministratorOfTheGatewayIsAHole() throws IOException {
        var policy = AwsFiles.json(Files.readString(Path.of("deploy/lockdown/aws-scp.json")));
        var statements = new ArrayList<String>();
        policy.path("Statement").forEach(statement -> statements.add(statement.toString()));
        var administrator = "arn:aws:iam::" + ID + ":role/facegate-administrator";
        var names = List.of("arn:aws:iam::" + ID + ":role/facegate/*", administrator);
        var only = "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::" + ID + ":root'},'Action':'sts:AssumeRole',"
                + "'Condition':{'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::" + ID + ":user/chief'}}}";
        for (var trust : List.of(TRUSTS_ACCOUNT, only)) {
            var folder = new AwsFiles(this.folder)
                    .role("facegate-administrator", trust, EVERYTHING)
                    .user("ann", allow("'sts:AssumeRole'", "*", ""))
                    .control(statements.toArray(String[]::new))
                    .write();
            var holes = AwsLockdown.check(new AccountExport(folder), names, List.of())
                    .holes();
            if (trust.equals(only)) {
                assertThat(holes).isEmpty();
            } else {
                assertThat(holes.toString()).contains("user/ann", "way of " + administrator, "UpdateAssumeRolePolicy");
            }
        }
    }

    @Test
    void anAccountThatMayLeaveItsOrganisationIsOpen() throws IOException {
        var stays = NO_ROOT.substring(0, NO_ROOT.indexOf("},{") + 1);
        files.user("ann", allow("'organizations:*'", "*", "")).control(FACES_CLOSED, ROLE_CLOSED, stays);
        assertThat(files.holes()).containsExactly("user/ann by inline / S");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'rekognition:*'",
                "'*'",
                "'Rekognition:comparefaces'",
                "'?ekognition:Search*'",
                "['s3:GetObject','rekognition:Compare*']"
            })
    void anActionIsAllowedWhateverItsCaseAndWildcards(String actions) throws IOException {
        assertThat(files.user("ann", allow(actions, "*", "")).control(NO_ROOT).holes())
                .contains("user/ann by inline / S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'rekognition:DetectText'", "'rekognition:DeleteFaces'", "'s3:*'", "'rekognition:List'"})
    void whatIsNoFaceOperationIsNoHole(String actions) throws IOException {
        assertThat(files.user("ann", allow(actions, "*", "")).control(NO_ROOT).holes())
                .isEmpty();
    }

    @Test
    void aDenyThatForgetsOneOperationIsAHole() throws IOException {
        var denied = "{'Effect':'Deny','NotAction':['s3:*','rekognition:SearchFaces'],'Resource':'*'}";
        files.user("ann", allow("'*'", "*", ""), denied);
        var report = files.control(NO_ROOT).check();
        assertThat(report.holes()).hasSize(1);
        assertThat(report.holes().getFirst().operation()).isEqualTo("rekognition:SearchFaces");
    }

    @Test
    void aRegionThatAConditionForgetsIsAHole() throws IOException {
        var elsewhere =
                deny("'rekognition:*'", condition("StringEquals", "aws:RequestedRegion", "['us-east-1','eu-*']"));
        var hole = files.user("ann", allow("'rekognition:DetectFaces'", "*", ""))
                .control(NO_ROOT, elsewhere)
                .check()
                .holes()
                .getFirst();
        assertThat(hole.region()).isEqualTo("ap-northeast-1");
        assertThat(hole.path().toString()).contains("scp / D (scps.json) denies it only where StringEquals");
    }

    @Test
    void whereARegionIsDeniedAndTheOthersTooNothingIsLeft() throws IOException {
        files.user("ann", allow("'rekognition:DetectFaces'", "*", ""))
                .control(
                        NO_ROOT,
                        deny("'rekognition:*'", condition("StringNotEquals", "aws:RequestedRegion", "'eu-west-1'")),
                        deny("'rekognition:Detect*'", condition("StringLike", "aws:RequestedRegion", "'eu-*'")));
        assertThat(files.holes()).isEmpty();
    }

    /** Conditions of a deny that keeps everybody but the gateway out, and whether it does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ArnNotLike            | aws:PrincipalArn    | arn:aws:iam::*:role/facegate/*     | true",
                "ArnNotEquals          | aws:PrincipalArn    | arn:aws:iam::*:role/facegate/*     | true",
                "StringNotLike         | aws:PrincipalArn    | arn:aws:iam::*:role/facegate/*     | true",
                "StringNotLike         | aws:PrincipalArn    | *:user/*                           | false",
                "ArnNotLikeIfExists    | aws:PrincipalArn    | arn:aws:iam::*:role/facegate/*     | true",
                "StringNotLike         | aws:userid          | AROAgateway:*                      | true",
                "StringNotEquals       | aws:PrincipalTag/x  | faces                              | true",
                "StringEquals          | aws:PrincipalTag/x  | other                              | false",
                "StringEqualsIfExists  | aws:PrincipalTag/x  | other                              | true",
                "Null                  | aws:PrincipalTag/x  | true                               | true",
                "ForAllValues:StringEquals | aws:PrincipalTag/x | none                            | true",
                "ForAnyValue:StringNotEquals | aws:PrincipalTag/x | none                          | false",
                "Bool                  | aws:MultiFactorAuthPresent | false                       | false",
                "StringNotEquals       | aws:SourceVpce      | vpce-1                             | false",
                "NotIpAddress          | aws:SourceIp        | 10.0.0.0/8                         | false",
                "StringNotEquals       | aws:PrincipalAccount | 999999999999                      | true",
                "StringEquals          | aws:PrincipalType   | User                               | true",
                "StringNotEquals       | aws:username        | ann                                | false",
                "DateGreaterThan       | aws:CurrentTime     | 2020-01-01T00:00:00Z               | true",
                "DateGreaterThan       | aws:CurrentTime     | 2199-01-01T00:00:00Z               | false"
            })
    void aDenyCountsIfItsConditionSurelyHolds(String operator, String key, String value, boolean closed)
            throws IOException {
        files.user("ann", allow("'rekognition:*'", "*", ""))
                .control(NO_ROOT, deny("'rekognition:*'", condition(operator, key, "'" + value + "'")));
        assertThat(files.holes().isEmpty()).isEqualTo(closed);
    }

    @Test
    void aTagThatAPrincipalCanSetProtectsNothing() throws IOException {
        var untagged = deny("'rekognition:*'", condition("StringNotEquals", "aws:PrincipalTag/x", "'faces'"));
        files.user("ann", allow("['rekognition:*','iam:TagUser']", "*", ""))
                .user("bob", allow("'rekognition:*'", "*", ""))
                .control(NO_ROOT, untagged, deny("'iam:TagUser'", condition("StringEquals", "aws:username", "'bob'")));
        assertThat(files.holes()).hasSize(2);
        new AwsFiles(folder)
                .user("bob", allow("'rekognition:*'", "*", ""))
                .control(NO_ROOT, untagged)
                .write();
        assertThat(holes()).isEmpty();
    }

    private List<String> holes() throws IOException {
        return holes("role/facegate/gateway");
    }

    private List<String> holes(String gateway) throws IOException {
        var names = List.of("arn:aws:iam::" + ID + ':' + gateway);
        return AwsLockdown.check(new AccountExport(folder), names, List.of()).holes().stream()
                .map(hole -> hole.principal())
                .toList();
    }

    @Test
    void anAllowWhoseConditionCannotHoldIsNoHole() throws IOException {
        files.user("ann", allow("'rekognition:*'", "*", condition("StringEquals", "aws:PrincipalTag/x", "'faces'")))
                .user(
                        "bob",
                        allow("'rekognition:*'", "*", condition("DateLessThan", "aws:CurrentTime", "'2020-01-01'")));
        assertThat(files.control(NO_ROOT).holes()).isEmpty();
    }

    @Test
    void aBoundaryCutsAndItsAbsenceDoesNot() throws IOException {
        files.policy("boundary", allow("'s3:*'", "*", ""))
                .user("ann", EVERYTHING)
                .with(
                        "UserDetailList",
                        "PermissionsBoundary",
                        "{'PermissionsBoundaryArn':'arn:aws:iam::" + ID + ":policy/boundary'}")
                .user("bob", EVERYTHING);
        assertThat(files.control(NO_ROOT).holes()).containsExactly("user/bob by inline / statement 1");
    }

    @Test
    void groupsAndManagedPoliciesCount() throws IOException {
        files.policy("faces", allow("'rekognition:*'", "*", ""))
                .group("readers", allow("'s3:*'", "*", ""))
                .group("vision", allow("'rekognition:IndexFaces'", "*", ""))
                .user("ann")
                .with("UserDetailList", "GroupList", "['readers','vision']")
                .user("bob")
                .with(
                        "UserDetailList",
                        "AttachedManagedPolicies",
                        "[{'PolicyArn':'arn:aws:iam::" + ID + ":policy/faces'}]")
                .user("cleo")
                .with("UserDetailList", "AttachedManagedPolicies", "[{'PolicyArn':'arn:aws:iam::aws:policy/Unknown'}]")
                .user("dan")
                .with("UserDetailList", "GroupList", "['readers']");
        assertThat(files.control(NO_ROOT).holes())
                .containsExactly(
                        "user/ann by inline / S",
                        "user/bob by faces / S",
                        "user/cleo by arn:aws:iam::aws:policy/Unknown / its document is missing");
    }

    @Test
    void resourcesAreIntersected() throws IOException {
        var on = "arn:aws:rekognition:*:" + ID + ":collection/";
        files.user("ann", allow("'rekognition:IndexFaces'", on + "staff*", ""))
                .user("bob", allow("'rekognition:IndexFaces'", on + "guests", ""))
                .user("cleo", allow("'rekognition:IndexFaces'", "arn:aws:s3:::x", ""));
        files.control(NO_ROOT, "{'Effect':'Deny','Action':'rekognition:*','NotResource':'" + on + "*-public'}");
        assertThat(files.holes()).containsExactly("user/ann by inline / S");
    }

    @Test
    void eachLevelMustAllow() throws IOException {
        files.user("ann", EVERYTHING)
                .level("r-1", null, allow("'s3:*'", "*", ""))
                .level(ID, "r-1", EVERYTHING);
        assertThat(files.holes()).isEmpty();
    }

    @Test
    void serviceControlPoliciesDoNotBindTheManagementAccountNorServiceLinkedRoles() throws IOException {
        files.role(
                        "aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
                        ON_EC2,
                        allow("'rekognition:DetectFaces'", "*", ""))
                .control(FACES_CLOSED, ROLE_CLOSED, NO_ROOT);
        assertThat(files.holes())
                .containsExactly("role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX by inline / S");
        new AwsFiles(folder)
                .control(FACES_CLOSED, ROLE_CLOSED, NO_ROOT)
                .management()
                .write();
        assertThat(holes()).containsExactly("arn:aws:iam::" + ID + ":root");
    }

    /** What somebody may do on the gateway's role, and whether that goes round. */
    @ParameterizedTest
    @CsvSource({
        "iam:UpdateAssumeRolePolicy, true",
        "iam:PutRolePolicy, true",
        "iam:AttachRolePolicy, true",
        "iam:GetRole, false",
        "iam:PassRole, false",
        "sts:AssumeRole, false"
    })
    void whoMayChangeTheGatewaysRoleGoesRound(String action, boolean round) throws IOException {
        files.user("ann", allow("'" + action + "'", GATEWAY, "")).control(FACES_CLOSED, NO_ROOT);
        assertThat(files.holes().isEmpty()).isNotEqualTo(round);
    }

    @Test
    void whoPassesTheGatewaysRoleToAServiceThatItTrustsGoesRound() throws IOException {
        var toLambda = condition("StringEquals", "iam:PassedToService", "'lambda.amazonaws.com'");
        files.user("ann", allow("['iam:PassRole','ec2:RunInstances']", "*", ""))
                .user("bob", allow("'iam:PassRole'", "*", toLambda), allow("['ec2:*','lambda:*']", "*", ""))
                .user("cleo", allow("['iam:PassRole','lambda:CreateFunction']", "*", ""))
                .user("dan", allow("'ec2:RunInstances'", "*", ""));
        assertThat(files.control(FACES_CLOSED, NO_ROOT).holes()).containsExactly("user/ann by inline / S");
    }

    private static String trusts(String principal, String more) {
        return "{'Sid':'T','Effect':'Allow','Principal':" + principal + ",'Action':['sts:AssumeRole',"
                + "'sts:AssumeRoleWithWebIdentity','sts:AssumeRoleWithSAML']" + more + "}";
    }

    private AwsFiles second(String trust) {
        files = new AwsFiles(folder);
        return files.role("facegate/two", trust, allow("'rekognition:*'", "*", ""))
                .role("ci", ON_EC2, allow("'sts:AssumeRole'", "*", ""))
                .role("other", ON_EC2, allow("'s3:*'", "*", ""))
                .control(NO_ROOT);
    }

    private List<String> throughSecond(String trust) throws IOException {
        second(trust).write();
        return AwsLockdown.check(
                        new AccountExport(folder), List.of("arn:aws:iam::" + ID + ":role/facegate/*"), List.of())
                .holes()
                .stream()
                .map(hole -> hole.principal().replaceFirst("^.*:", ""))
                .toList();
    }

    @Test
    void whomTheTrustOfTheGatewaysRoleLetsInGoesRound() throws IOException {
        assertThat(throughSecond(trusts("'*'", ""))).contains("role/ci", "role/other", "*");
        assertThat(throughSecond(trusts("{'AWS':'" + ID + "'}", ""))).containsExactly("role/ci");
        assertThat(throughSecond(trusts("{'AWS':'arn:aws:iam::" + ID + ":role/other'}", "")))
                .containsExactly("role/other");
        assertThat(throughSecond(trusts("{'AWS':'arn:aws:iam::444455556666:root'}", "")))
                .containsExactly("root");
        assertThat(throughSecond(trusts("{'Service':'ecs-tasks.amazonaws.com'}", "")))
                .isEmpty();
        assertThat(throughSecond(trusts("{'AWS':'" + GATEWAY + "'}", ""))).isEmpty();
        assertThat(throughSecond(trusts("{'Federated':'arn:aws:iam::" + ID + ":saml-provider/idp'}", "")))
                .containsExactly("saml-provider/idp");
    }

    /** A deny of one session leaves the role its others, and a deny of all but one session leaves it that one. */
    @Test
    void aDenyInATrustBindsWhomItSurelyNames() throws IOException {
        var all = trusts("{'AWS':'*'}", condition("StringEquals", "aws:PrincipalAccount", "'" + ID + "'"));
        var other = "arn:aws:iam::" + ID + ":role/other";
        var session = "arn:aws:sts::" + ID + ":assumed-role/other/me";
        assertThat(throughSecond(all + denies("'Principal':{'AWS':'" + other + "'}")))
                .doesNotContain("role/other");
        assertThat(throughSecond(all + denies("'Principal':{'AWS':'" + session + "'}")))
                .contains("role/other");
        assertThat(throughSecond(all + denies("'NotPrincipal':{'AWS':'" + session + "'}")))
                .containsExactly("role/other");
    }

    private static String denies(String principal) {
        return ",{'Effect':'Deny'," + principal + ",'Action':'sts:AssumeRole'}";
    }

    @Test
    void aWebIdentityNeedsItsExactSubject() throws IOException {
        var provider = "{'Federated':'arn:aws:iam::" + ID + ":oidc-provider/idp.example'}";
        assertThat(throughSecond(trusts(provider, condition("StringEquals", "idp.example:aud", "'sts'"))))
                .containsExactly("oidc-provider/idp.example");
        assertThat(throughSecond(trusts(provider, condition("StringLike", "idp.example:sub", "'repo:a/*'"))))
                .containsExactly("oidc-provider/idp.example");
        assertThat(throughSecond(trusts(provider, condition("StringEquals", "idp.example:sub", "'facegate'"))))
                .isEmpty();
    }

    @Test
    void aPathOverTwoRolesIsFound() throws IOException {
        files.role(
                        "two",
                        trusts("{'AWS':'arn:aws:iam::" + ID + ":role/one'}", ""),
                        allow("'iam:UpdateAssumeRolePolicy'", GATEWAY, ""))
                .role("one", ON_EC2)
                .control(FACES_CLOSED, NO_ROOT);
        assertThat(files.check().holes().stream().map(hole -> hole.path().toString()))
                .anyMatch(path -> path.contains("Then it goes the way of arn:aws:iam::" + ID + ":role/two"));
        assertThat(files.holes()).containsExactly("role/one by trust of two / T", "role/two by inline / S");
    }

    @Test
    void aRoleMadeWithANameThatTheExceptionLetsThroughIsFound() throws IOException {
        var tooWide =
                deny("'rekognition:*'", condition("ArnNotLike", "aws:PrincipalArn", "'arn:aws:iam::*:role/facegate*'"));
        files.user("ann", allow("['iam:CreateRole','iam:PutRolePolicy']", "arn:aws:iam::" + ID + ":role/*-dev", ""))
                .user("bob", allow("['iam:CreateRole','iam:PutRolePolicy']", "arn:aws:iam::" + ID + ":role/dev-*", ""))
                .user("cleo", allow("'iam:CreateRole'", "*", ""))
                .control(NO_ROOT, tooWide, ROLE_CLOSED);
        var holes = files.check().holes();
        assertThat(files.holes()).containsExactly("user/ann by inline / S");
        assertThat(holes.getFirst().path().toString()).contains("role/facegate-dev");
    }

    /** What somebody may do to itself, where no service control policy keeps the account from faces. */
    @ParameterizedTest
    @CsvSource({
        "iam:PutUserPolicy, true",
        "iam:AttachUserPolicy, true",
        "iam:AddUserToGroup, true",
        "iam:CreatePolicyVersion, true",
        "iam:SetDefaultPolicyVersion, false",
        "iam:DeleteUserPolicy, false",
        "iam:CreateAccessKey, false"
    })
    void whoMayGiveItselfTheRightGoesRound(String action, boolean round) throws IOException {
        files.policy("plain", allow("'s3:*'", "*", ""))
                .group("vision", allow("'rekognition:IndexFaces'", "*", ""))
                .user("ann", allow("'" + action + "'", "*", ""))
                .with(
                        "UserDetailList",
                        "AttachedManagedPolicies",
                        "[{'PolicyArn':'arn:aws:iam::" + ID + ":policy/plain'}]")
                .control(NO_ROOT, ROLE_CLOSED);
        assertThat(files.holes().isEmpty()).isNotEqualTo(round);
    }

    @Test
    void whoMayAttachHarmlessPoliciesOnlyIsNoHole() throws IOException {
        files.policy("plain", allow("'s3:*'", "*", ""))
                .user(
                        "ann",
                        allow(
                                "'iam:AttachUserPolicy'",
                                "*",
                                condition("ArnEquals", "iam:PolicyARN", "'arn:aws:iam::" + ID + ":policy/plain'")))
                .control(NO_ROOT, ROLE_CLOSED);
        assertThat(files.holes()).isEmpty();
    }

    @Test
    void aProjectPolicyForAnotherAccountIsAHole() throws IOException {
        files.control(FACES_CLOSED, ROLE_CLOSED, NO_ROOT)
                .projectPolicy("{'Sid':'Share','Effect':'Allow','Principal':{'AWS':'arn:aws:iam::444455556666:root'},"
                        + "'Action':'rekognition:CopyProjectVersion','Resource':'*'}");
        assertThat(files.holes()).containsExactly("root by share / Share");
    }

    @Test
    void whatIsMissingOrNotKnownIsRefused() throws IOException {
        files.control(FACES_CLOSED, ROLE_CLOSED, NO_ROOT).write();
        Files.delete(folder.resolve("scps.json"));
        assertThatRefused("scps.json is missing");
        assertThat(new AwsFiles(folder)
                        .user("ann", allow("'s3:*'", "*", ",'Extra':1"))
                        .refusal())
                .contains("the element Extra, which is not known");
        assertThat(new AwsFiles(folder)
                        .user("ann", allow("'s3:*'", "*", condition("StringAlmost", "aws:username", "'x'")))
                        .refusal())
                .contains("StringAlmost");
        assertThat(new AwsFiles(folder).level(ID, "ou-9", EVERYTHING).refusal()).contains("no level ou-9");
        assertThat(new AwsFiles(folder)
                        .user("ann")
                        .with("UserDetailList", "GroupList", "['gone']")
                        .refusal())
                .contains("group gone");
        Files.writeString(folder.resolve("account.json"), "{\"Account\":\"" + ID + "\"}");
        assertThatRefused("ManagementAccount");
        for (var arn : List.of("x", "arn:aws", "arn::iam", "")) {
            Files.writeString(
                    folder.resolve("account.json"),
                    "{\"Account\":\"" + ID + "\",\"Arn\":\"" + arn + "\",\"ManagementAccount\":false}");
            assertThatRefused("Arn is no ARN");
        }
    }

    @Test
    void filesOfTwoAccountsAreRefused() throws IOException {
        files.user("ann").with("UserDetailList", "Arn", "'arn:aws:iam::444455556666:user/ann'");
        assertThat(files.control(FACES_CLOSED, ROLE_CLOSED, NO_ROOT).refusal())
                .contains("arn:aws:iam::444455556666:user/ann is not of the account " + ID);
    }

    /** A deny on a tag that its bearer may take off itself does not surely hold. */
    @ParameterizedTest
    @CsvSource({"iam:UntagUser, false", "iam:ListUserTags, true"})
    void aTagThatMayBeTakenOffProtectsNothing(String action, boolean sound) throws IOException {
        files.user("ann", allow("['rekognition:*','" + action + "']", "*", ""))
                .with("UserDetailList", "Tags", "[{'Key':'nofaces','Value':'true'}]");
        files.control(
                ROLE_CLOSED,
                NO_ROOT,
                deny("'rekognition:*'", condition("StringEquals", "aws:PrincipalTag/nofaces", "'true'")));
        assertThat(files.holes().isEmpty()).isEqualTo(sound);
    }

    @ParameterizedTest
    @CsvSource({"ssm:CreateActivation, true", "ssm:RegisterTaskWithMaintenanceWindow, true", "ssm:GetParameter, false"})
    void aMachineThatIsRegisteredWithTheGatewaysRoleIsAWay(String action, boolean round) throws IOException {
        var trust = ON_EC2.replace("ec2.", "ssm.");
        files = new AwsFiles(folder).role("facegate/managed", trust, allow("'rekognition:*'", "*", ""));
        files.user("ann", allow("['iam:PassRole','" + action + "']", "*", ""))
                .control(NO_ROOT)
                .write();
        assertThat(holes("role/facegate/*").isEmpty()).isNotEqualTo(round);
        assertThat(files.check().unseen().toString()).contains("its list is of Facegate's own making, for cloud");
    }

    /** One tag lets Ann set the other, on which the deny of faces stands. */
    @ParameterizedTest
    @CsvSource({"step, false", "other, true"})
    void tagsAreSetInSteps(String first, boolean sound) throws IOException {
        var mayStep = condition("ForAllValues:StringEquals", "aws:TagKeys", "'" + first + "'");
        var mayFaces = ",'Condition':{'StringEquals':{'aws:PrincipalTag/step':'yes','aws:TagKeys':'faces'}}";
        files.user(
                "ann",
                allow("'rekognition:*'", "*", ""),
                allow("'iam:TagUser'", "*", mayStep),
                allow("'iam:TagUser'", "*", mayFaces));
        files.control(
                ROLE_CLOSED,
                NO_ROOT,
                deny("'rekognition:*'", condition("StringNotEquals", "aws:PrincipalTag/faces", "'true'")));
        assertThat(files.holes().isEmpty()).isEqualTo(sound);
    }

    private void assertThatRefused(String words) {
        org.assertj.core.api.Assertions.assertThatThrownBy(this::holes).hasMessageContaining(words);
    }
}
