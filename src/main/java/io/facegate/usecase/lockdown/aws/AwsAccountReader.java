package io.facegate.usecase.lockdown.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.AccountExportJson;
import io.facegate.usecase.lockdown.account.Hole.Opening;
import io.facegate.usecase.lockdown.aws.AwsAccount.Group;
import io.facegate.usecase.lockdown.aws.AwsAccount.ManagedPolicy;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Attachments;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Bound;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Boundary;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Identity;
import io.facegate.usecase.lockdown.aws.AwsPrincipal.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the exported files of an account. */
final class AwsAccountReader {
    static final String DETAILS = "authorization-details.json";
    static final String ACCOUNT = "account.json";
    static final String RESOURCES = "resource-policies.json";

    /** Most users and roles. */
    private static final int MOST_PRINCIPALS = 10_000;

    /** Fewer have no partition with something behind it. */
    private static final int ARN_PARTS = 3;

    private final AccountExport folder;
    private final IamPolicyReader reader = new IamPolicyReader(DETAILS);
    private final Map<String, ManagedPolicy> policies = new LinkedHashMap<>();
    private final Map<String, Group> groups = new LinkedHashMap<>();

    AwsAccountReader(AccountExport folder) {
        this.folder = folder;
    }

    AwsAccount read() throws AccountExportException {
        var details = folder.require(DETAILS, "aws iam get-account-authorization-details --output json > " + DETAILS);
        var naming = naming();
        var principals = principals(details, naming);
        var levels = new ServiceControlPolicyReader(folder).read(naming);
        return new AwsAccount(naming, principals, policies, groups, levels, projectPolicies());
    }

    private AwsAccount.Naming naming() throws AccountExportException {
        var account = folder.require(
                ACCOUNT,
                "aws sts get-caller-identity, with \"ManagementAccount\": true or false added as"
                        + " aws organizations describe-organization tells");
        var id = AccountExportJson.text(account, "Account", ACCOUNT);
        if (!id.matches("[0-9]{12}")) {
            throw new AccountExportException(ACCOUNT + ": Account is no number of twelve digits.");
        }
        if (!account.path("ManagementAccount").isBoolean()) {
            throw new AccountExportException(
                    ACCOUNT + " does not say whether this is the ManagementAccount. Service control"
                            + " policies do not bind that one; aws organizations describe-organization names it.");
        }
        var arn = account.path("Arn").asText("arn:aws:").split(":", -1);
        if (arn.length < ARN_PARTS || arn[1].isEmpty()) {
            throw new AccountExportException(ACCOUNT + ": Arn is no ARN, such as arn:aws:iam::" + id + ":root.");
        }
        return new AwsAccount.Naming(
                id, arn[1], account.path("ManagementAccount").booleanValue());
    }

    private List<AwsPrincipal> principals(JsonNode details, AwsAccount.Naming naming) throws AccountExportException {
        requireLists(details);
        for (var policy : AccountExportJson.list(details, "Policies", DETAILS)) {
            var read = policy(policy);
            policies.put(read.arn(), read);
        }
        for (var group : AccountExportJson.list(details, "GroupDetailList", DETAILS)) {
            var read = group(group);
            groups.put(read.name(), read);
        }
        var users = AccountExportJson.list(details, "UserDetailList", DETAILS);
        var roles = AccountExportJson.list(details, "RoleDetailList", DETAILS);
        if (users.size() + roles.size() > MOST_PRINCIPALS) {
            throw new AccountExportException(
                    DETAILS + " has more than 10,000 users and roles. So many are not checked.");
        }
        var principals = new ArrayList<AwsPrincipal>();
        for (var user : users) {
            principals.add(user(user));
        }
        for (var role : roles) {
            principals.add(role(role));
        }
        requireAccount(principals, naming);
        principals.add(root(naming));
        return principals;
    }

    /** Files of two accounts are no account. */
    private static void requireAccount(List<AwsPrincipal> principals, AwsAccount.Naming naming)
            throws AccountExportException {
        for (var principal : principals) {
            if (!principal.account().equals(naming.id())) {
                throw new AccountExportException(DETAILS + ": " + principal.arn() + " is not of the account "
                        + naming.id() + ", which " + ACCOUNT + " names.");
            }
        }
    }

    /** A page of a longer answer is not the account. */
    private static void requireLists(JsonNode details) throws AccountExportException {
        for (var name : List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")) {
            if (!details.path(name).isArray()) {
                throw new AccountExportException(DETAILS + " has no list " + name + ". Export it without --filter.");
            }
        }
        if (details.path("IsTruncated").asBoolean(false)) {
            throw new AccountExportException(
                    DETAILS + " is only the first page: IsTruncated is true. Export it whole.");
        }
    }

    private ManagedPolicy policy(JsonNode policy) throws AccountExportException {
        var arn = AccountExportJson.text(policy, "Arn", DETAILS + ": a policy");
        var name = AccountExportJson.text(policy, "PolicyName", DETAILS + ": " + arn);
        var inForce = policy.path("DefaultVersionId").asText("");
        List<IamStatement> statements = null;
        var others = new ArrayList<IamStatement>();
        for (var version : AccountExportJson.list(policy, "PolicyVersionList", DETAILS + ": " + arn)) {
            var id = version.path("VersionId").asText("");
            boolean isDefault = version.path("IsDefaultVersion").asBoolean(id.equals(inForce));
            if (isDefault) {
                statements = reader.read(version.path("Document"), name);
            } else {
                others.addAll(reader.read(version.path("Document"), name + ' ' + id));
            }
        }
        return new ManagedPolicy(arn, name, statements == null ? List.of(unknown(name)) : statements, others);
    }

    /** A policy without a document may allow everything. */
    private static IamStatement unknown(String name) {
        return IamStatement.allowAll(new Opening(DETAILS, name + " / its document is missing"));
    }

    private Group group(JsonNode group) throws AccountExportException {
        var name = AccountExportJson.text(group, "GroupName", DETAILS + ": a group");
        var statements = inline(group, "GroupPolicyList", "group " + name);
        var attached = attached(group, name);
        for (var arn : attached) {
            statements.addAll(statements(arn));
        }
        return new Group(AccountExportJson.text(group, "Arn", DETAILS + ": group " + name), name, statements, attached);
    }

    private List<IamStatement> inline(JsonNode holder, String field, String who) throws AccountExportException {
        var statements = new ArrayList<IamStatement>();
        for (var policy : AccountExportJson.list(holder, field, DETAILS + ": " + who)) {
            var name = AccountExportJson.text(policy, "PolicyName", DETAILS + ": " + who);
            statements.addAll(reader.read(policy.path("PolicyDocument"), name));
        }
        return statements;
    }

    private static List<String> attached(JsonNode holder, String who) throws AccountExportException {
        var arns = new ArrayList<String>();
        for (var policy : AccountExportJson.list(holder, "AttachedManagedPolicies", DETAILS + ": " + who)) {
            arns.add(AccountExportJson.text(policy, "PolicyArn", DETAILS + ": " + who));
        }
        return arns;
    }

    private List<IamStatement> statements(String arn) {
        var policy = policies.get(arn);
        return policy == null ? List.of(unknown(arn)) : policy.statements();
    }

    private AwsPrincipal user(JsonNode user) throws AccountExportException {
        var name = AccountExportJson.text(user, "UserName", DETAILS + ": a user");
        var where = DETAILS + ": user " + name;
        var statements = inline(user, "UserPolicyList", "user " + name);
        var policies = new ArrayList<>(attached(user, name));
        for (var arn : policies) {
            statements.addAll(statements(arn));
        }
        var groups = AccountExportJson.texts(user.path("GroupList"), where);
        for (var group : groups) {
            var known = this.groups.get(group);
            if (known == null) {
                throw new AccountExportException(
                        where + " is in the group " + group + ", which the file does not have.");
            }
            statements.addAll(known.statements());
            policies.addAll(known.policies());
        }
        return new AwsPrincipal(
                Kind.USER,
                identity(user, name, "UserId"),
                new Bound(statements, boundary(user, where), List.of()),
                new Attachments(policies, groups));
    }

    private AwsPrincipal role(JsonNode role) throws AccountExportException {
        var name = AccountExportJson.text(role, "RoleName", DETAILS + ": a role");
        var statements = inline(role, "RolePolicyList", "role " + name);
        var policies = attached(role, name);
        for (var arn : policies) {
            statements.addAll(statements(arn));
        }
        var trust = reader.read(role.path("AssumeRolePolicyDocument"), "trust of " + name);
        return new AwsPrincipal(
                Kind.ROLE,
                identity(role, name, "RoleId"),
                new Bound(statements, boundary(role, DETAILS + ": role " + name), trust),
                new Attachments(policies, List.of()));
    }

    private static Identity identity(JsonNode holder, String name, String id) throws AccountExportException {
        var where = DETAILS + ": " + name;
        var tags = new LinkedHashMap<String, String>();
        for (var tag : AccountExportJson.list(holder, "Tags", where)) {
            tags.put(AccountExportJson.text(tag, "Key", where), AccountExportJson.text(tag, "Value", where));
        }
        return new Identity(
                AccountExportJson.text(holder, "Arn", where),
                name,
                holder.path(id).asText(""),
                tags);
    }

    private @Nullable Boundary boundary(JsonNode holder, String where) throws AccountExportException {
        var boundary = holder.path("PermissionsBoundary");
        if (boundary.isMissingNode() || boundary.isNull()) {
            return null;
        }
        var arn = AccountExportJson.text(boundary, "PermissionsBoundaryArn", where);
        return new Boundary(arn, statements(arn));
    }

    /** The root user may do everything that no service control policy forbids. */
    private static AwsPrincipal root(AwsAccount.Naming naming) {
        var all = IamStatement.allowAll(new Opening(ACCOUNT, "the root user's own rights"));
        return new AwsPrincipal(
                Kind.ROOT,
                new Identity(naming.iam("root"), "root", naming.id(), Map.of()),
                new Bound(List.of(all), null, List.of()),
                Attachments.NONE);
    }

    private Map<String, List<IamStatement>> projectPolicies() throws AccountExportException {
        var read = new LinkedHashMap<String, List<IamStatement>>();
        var file = folder.find(RESOURCES);
        if (file == null) {
            return read;
        }
        var ofProjects = new IamPolicyReader(RESOURCES);
        for (var policy : AccountExportJson.list(file, "ProjectPolicies", RESOURCES)) {
            var project = AccountExportJson.text(policy, "ProjectArn", RESOURCES);
            var name = policy.path("PolicyName").asText("project policy");
            read.computeIfAbsent(project, any -> new ArrayList<>())
                    .addAll(ofProjects.read(policy.path("PolicyDocument"), name));
        }
        return read;
    }
}
