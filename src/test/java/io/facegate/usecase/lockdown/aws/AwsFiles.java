package io.facegate.usecase.lockdown.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.facegate.usecase.lockdown.account.AccountExport;
import io.facegate.usecase.lockdown.account.AccountExportException;
import io.facegate.usecase.lockdown.account.Hole;
import io.facegate.usecase.lockdown.account.LockdownReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The exported files of an account, written for a test. Texts are JSON with apostrophes for quotation marks. */
final class AwsFiles {
    static final String ID = "111122223333";
    static final String GATEWAY = "arn:aws:iam::111122223333:role/facegate/gateway";
    static final String EVERYTHING = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    static final String ON_EC2 =
            "{'Sid':'Machines','Effect':'Allow','Principal':{'Service':'ec2.amazonaws.com'},'Action':'sts:AssumeRole'}";
    static final String FACES_CLOSED = "{'Sid':'Faces','Effect':'Deny','Action':'rekognition:*','Resource':'*',"
            + "'Condition':{'ArnNotLike':{'aws:PrincipalArn':'" + GATEWAY + "'}}}";
    static final String ROLE_CLOSED =
            "{'Sid':'Role','Effect':'Deny','Action':['iam:*','sts:AssumeRole'],'Resource':'" + GATEWAY + "'}";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final ObjectNode details;
    private boolean isManagement;
    private final ObjectNode controls = JSON.createObjectNode();

    AwsFiles(Path folder) {
        this.folder = folder;
        this.details = JSON.createObjectNode();
        List.of("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
                .forEach(details::putArray);
        controls.putArray("Levels");
        role("facegate/gateway", ON_EC2, "{'Sid':'Forward','Effect':'Allow','Action':'rekognition:*','Resource':'*'}");
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static JsonNode document(String... statements) {
        return json("{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}");
    }

    /** A role whose name may have a path, with an inline policy named {@code inline}. */
    AwsFiles role(String path, String trust, String... statements) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        var role = details.withArray("/RoleDetailList").addObject();
        role.put("RoleName", name).put("RoleId", "AROA" + name).put("Arn", "arn:aws:iam::" + ID + ":role/" + path);
        role.set("AssumeRolePolicyDocument", document(trust));
        inline(role, "RolePolicyList", statements);
        return this;
    }

    AwsFiles user(String name, String... statements) {
        var user = details.withArray("/UserDetailList").addObject();
        user.put("UserName", name).put("UserId", "AIDA" + name).put("Arn", "arn:aws:iam::" + ID + ":user/" + name);
        inline(user, "UserPolicyList", statements);
        return this;
    }

    AwsFiles group(String name, String... statements) {
        var group = details.withArray("/GroupDetailList").addObject();
        group.put("GroupName", name).put("Arn", "arn:aws:iam::" + ID + ":group/" + name);
        inline(group, "GroupPolicyList", statements);
        return this;
    }

    private static void inline(ObjectNode holder, String field, String... statements) {
        var list = holder.putArray(field);
        if (statements.length > 0) {
            list.addObject().put("PolicyName", "inline").set("PolicyDocument", document(statements));
        }
    }

    /** Sets a field of the last user or role. */
    AwsFiles with(String list, String field, String value) {
        var all = details.path(list);
        ((ObjectNode) all.path(all.size() - 1)).set(field, json(value));
        return this;
    }

    AwsFiles policy(String name, String... statements) {
        var policy = details.withArray("/Policies").addObject();
        policy.put("PolicyName", name)
                .put("Arn", "arn:aws:iam::" + ID + ":policy/" + name)
                .put("DefaultVersionId", "v1");
        var version = policy.putArray("PolicyVersionList").addObject();
        version.put("VersionId", "v1").put("IsDefaultVersion", true).set("Document", document(statements));
        return this;
    }

    /** Service control policies of the account, under a root and above a sibling that allow everything. */
    AwsFiles control(String... statements) {
        level("r-1", null, EVERYTHING);
        level("ou-sibling", "r-1", EVERYTHING, FACES_CLOSED, ROLE_CLOSED);
        level("ou-1", "r-1", EVERYTHING);
        var all = new java.util.ArrayList<>(List.of(statements));
        all.add(EVERYTHING);
        level(ID, "ou-1", all.toArray(String[]::new));
        return this;
    }

    AwsFiles level(String target, @org.jspecify.annotations.Nullable String parent, String... statements) {
        var level = controls.withArray("/Levels").addObject().put("Target", target);
        if (parent != null) {
            level.put("Parent", parent);
        }
        level.putArray("Policies").addObject().put("Name", "scp").set("Content", document(statements));
        return this;
    }

    AwsFiles management() {
        isManagement = true;
        return this;
    }

    AwsFiles projectPolicy(String... statements) throws IOException {
        var file = JSON.createObjectNode();
        file.putArray("ProjectPolicies")
                .addObject()
                .put("ProjectArn", "arn:aws:rekognition:us-east-1:" + ID + ":project/p/1")
                .put("PolicyName", "share")
                .put("PolicyDocument", document(statements).toString());
        JSON.writeValue(folder.resolve("resource-policies.json").toFile(), file);
        return this;
    }

    Path write() throws IOException {
        JSON.writeValue(folder.resolve("authorization-details.json").toFile(), details);
        JSON.writeValue(folder.resolve("scps.json").toFile(), controls);
        Files.writeString(
                folder.resolve("account.json"),
                json("{'Account':'" + ID + "','Arn':'arn:aws:iam::" + ID + ":user/x','ManagementAccount':"
                                + isManagement + "}")
                        .toString());
        return folder;
    }

    LockdownReport check() throws IOException {
        return AwsLockdown.check(new AccountExport(write()), List.of(GATEWAY), List.of());
    }

    /** The end of the name of each principal with a way round, and the file and statement that open it. */
    List<String> holes() throws IOException {
        return check().holes().stream().map(AwsFiles::name).sorted().toList();
    }

    private static String name(Hole hole) {
        return hole.principal().replaceFirst("^.*:", "") + " by "
                + hole.opening().statement();
    }

    String refusal() throws IOException {
        try {
            check();
        } catch (AccountExportException refused) {
            return String.valueOf(refused.getMessage());
        }
        return "";
    }
}
