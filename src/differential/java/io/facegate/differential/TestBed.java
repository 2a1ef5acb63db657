package io.facegate.differential;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Initial state of both gateways: a data folder with all callers registered by the old build, policies, and credential
 * files. Each build gets a copy, so ids and keys are the same.
 */
final class TestBed {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ISSUER = "https://id.example.org";
    private static final int HOURS = 20;
    private static final List<String> APPROVALS =
            List.of("approval.azure_face.identify", "approval.azure_face.analyze", "approval.google_vision.celebrity");
    private static final List<String> RESOURCES = List.of(
            "s3:films",
            "output:results",
            "role:arn:aws:iam::123456789012:role/films",
            "topic:arn:aws:sns:us-east-1:123456789012:ended",
            "stream:arn:aws:kinesisvideo:us-east-1:123456789012:stream/door/1",
            "stream:arn:aws:kinesis:us-east-1:123456789012:stream/out",
            "key:alias/ours",
            "url:gs://pictures",
            "output:gs://results");

    /** Id, type, place, purposes and number of keys. A star means: the resources are its own. */
    private static final List<String> ORGANISATIONS = List.of(
            "hope-1 nonprofit.child_protection US-OR missing_child,missing_person 2 *",
            "hope-2 nonprofit.child_protection US-OR missing_child 1 *",
            "hope-3 nonprofit.anti_trafficking US-WA trafficking_victim 1 -",
            "lab-1 research US-MO research_benchmark,missing_child 2 *",
            "lab-2 research US-MO research_benchmark 2 *",
            "lab-3 research US-MO research_benchmark 1 -",
            "obliged-1 research US-MO research_benchmark 1 *",
            "obliged-2 research US-MO research_benchmark 1 *",
            "obliged-3 research US-MO research_benchmark 1 *",
            "engine-1 research US-MO research_benchmark 1 *",
            "engine-2 nonprofit.child_protection US-OR missing_child 1 -",
            "azure-1 research US-MO research_benchmark 1 -",
            "compreface-1 research US-MO research_benchmark 1 -",
            "google-1 research US-MO research_benchmark 1 -",
            "police law_enforcement.police.local US-TX suspect_identification,missing_child 1 -",
            "shop retailer US-IL customer_analytics,loss_prevention 1 -",
            "bank bank US-NY onboarding_kyc 1 -",
            "european research DE research_benchmark 1 -",
            "nowhere nonprofit.child_protection - missing_child 1 -",
            "nothing media US-OR - 1 -");

    private static final String HOUSE = """
        pack: house
        title: What the differential run permits and asks
        binds: Whoever calls in a differential run.
        rules:
          - id: laboratories
            effect: permit
            match:
              organisation: research
              purpose: research_benchmark
              capability: [detect, analyze, verify, identify, track, enroll, gallery_admin, gallery_read, gallery_transfer,
                template_export, media_read, liveness, custom_model, stateful_control, job_result, media_source, admin]
            reason: {text: Laboratories may ask whatever there is.}
          - id: fewer
            effect: oblige
            match: {organisation_id: obliged-1}
            obligations: {min_similarity: 0.9, max_results: 2, lead_only: true}
            citation: {ref: A house rule, checked: 2026-11-24}
          - id: less
            effect: oblige
            match: {organisation_id: obliged-2}
            obligations: {redact: [analyze.age, analyze.emotion], notices: [sign_at_entrance], retention: {records: P1Y}}
            citation: {ref: A house rule, checked: 2026-11-24}
          - id: reviewed
            effect: oblige
            match: {organisation_id: obliged-3, capability: [identify, verify]}
            obligations: {reviewers: 1}
            citation: {ref: A house rule, checked: 2026-11-24}
        """;

    private static final String ROUTES = """
        routes:
          - organisations: [engine-1, engine-2]
            providers: [local]
          - wires: [facegate]
            organisations: [azure-1]
            providers: [azure_face, local]
          - wires: [facegate]
            organisations: [compreface-1]
            providers: [compreface, local]
          - wires: [facegate, azure_vision]
            organisations: [google-1]
            capabilities: [detect, analyze]
            providers: [google_vision, rekognition, local]
        """;

    private final Path folder;
    private final Path policies;
    private final Build build;
    private final List<Caller> callers = new ArrayList<>();

    private TestBed(Path folder, Path policies, Build build) {
        this.folder = folder;
        this.policies = policies;
        this.build = build;
    }

    /** Creates everything with the old build, in some 50 commands, or reuses the folder of an earlier run. */
    static TestBed make(Path folder, Path policies, Build build)
            throws IOException, InterruptedException, GeneralSecurityException, JoseException {
        var bed = new TestBed(folder, folder.resolve("policies"), build);
        Folders.copy(policies, bed.policies);
        Files.delete(bed.policies.resolve("invariants.yaml"));
        Files.writeString(bed.policies.resolve("house.yaml"), HOUSE);
        Files.writeString(folder.resolve("routes.yaml"), ROUTES);
        var kept = folder.resolve("callers.json");
        if (Files.exists(kept)) {
            bed.callers.addAll(List.of(JSON.readValue(kept.toFile(), Caller[].class)));
            return bed;
        }
        bed.register();
        JSON.writeValue(kept.toFile(), bed.callers);
        return bed;
    }

    List<Caller> callers() {
        return callers;
    }

    Path policies() {
        return policies;
    }

    /** Control: the same policies with one number of one rule changed. */
    Path changedPolicies(Path run) throws IOException {
        var changed = run.resolve("policies-changed");
        Folders.copy(policies, changed);
        Files.writeString(changed.resolve("house.yaml"), HOUSE.replace("min_similarity: 0.9", "min_similarity: 0.91"));
        return changed;
    }

    /** A copy of the data folder for one build. */
    Path dataFor(Path run, String name) throws IOException {
        var data = run.resolve("data-" + name);
        Folders.copy(folder.resolve("data"), data);
        return data;
    }

    private void register() throws IOException, InterruptedException, GeneralSecurityException, JoseException {
        var signer = ellipticKey();
        for (var line : ORGANISATIONS) {
            var cells = line.split(" ");
            var words = new ArrayList<>(
                    List.of("org", "add", "--id", cells[0], "--name", "Organisation " + cells[0], "--type", cells[1]));
            listed(words, "--jurisdiction", cells[2]);
            listed(words, "--purpose", cells[3]);
            listed(words, "--resource", cells[5].equals("*") ? String.join(",", RESOURCES) : "-");
            run(words);
            if (cells[1].equals("research")) {
                evidence(cells[0], cells[0].startsWith("lab") ? APPROVALS : APPROVALS.subList(0, 1));
            }
            for (int key = Integer.parseInt(cells[4]); key > 0; key--) {
                callers.add(mint(
                        signer,
                        cells[0],
                        cells[3],
                        cells[1].equals("research") ? List.of("--case", "case-1") : List.of()));
            }
        }
        run(List.of(
                "org",
                "add",
                "--id",
                "contractor",
                "--name",
                "Contractor",
                "--type",
                "contractor",
                "--purpose",
                "missing_child",
                "--jurisdiction",
                "US-OR"));
        callers.add(mint(signer, "contractor", "missing_child", List.of("--for", "hope-1")));
        run(List.of("org", "suspend", "nothing"));
        credentials(signer);
    }

    private void evidence(String organisation, List<String> types) throws IOException, InterruptedException {
        for (var type : types) {
            run(List.of(
                    "evidence",
                    "add",
                    "--org",
                    organisation,
                    "--id",
                    organisation + '-' + type,
                    "--type",
                    type,
                    "--case",
                    "case-1"));
        }
    }

    private static void listed(List<String> words, String option, String values) {
        for (var value : values.split(",")) {
            if (!value.equals("-")) {
                words.addAll(List.of(option, value));
            }
        }
    }

    private Caller mint(KeyPair signer, String organisation, String purposes, List<String> options)
            throws IOException, InterruptedException, JoseException {
        var words = new ArrayList<>(List.of("key", "mint", "--org", organisation, "--json"));
        words.addAll(options);
        var key = JSON.readTree(run(words).out());
        return new Caller(
                organisation,
                key.get("accessKeyId").textValue(),
                key.get("secretAccessKey").textValue(),
                key.get("apiKey").textValue(),
                purposes.equals("-") ? List.of() : List.of(purposes.split(",")),
                token(signer, organisation, HOURS),
                token(signer, organisation, -1));
    }

    private Build.Result run(List<String> words) throws IOException, InterruptedException {
        var all = new ArrayList<>(words);
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return build.run(folder, all).expectSuccess(words);
    }

    private static KeyPair ellipticKey() throws GeneralSecurityException {
        var keys = KeyPairGenerator.getInstance("EC");
        keys.initialize(256);
        return keys.generateKeyPair();
    }

    private static String token(KeyPair signer, String organisation, int hours) throws JoseException {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience("facegate");
        claims.setSubject(organisation);
        long now = System.currentTimeMillis() / 1000;
        claims.setIssuedAt(NumericDate.fromSeconds(Math.min(now, now + hours * 3600L - 3600) - 60));
        claims.setExpirationTime(NumericDate.fromSeconds(now + hours * 3600L));
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(signer.getPrivate());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);
        return signature.getCompactSerialization();
    }

    private void credentials(KeyPair signer) throws IOException, GeneralSecurityException {
        var data = folder.resolve("data");
        Files.writeString(
                data.resolve("issuer.pem"), pem("PUBLIC KEY", signer.getPublic().getEncoded()));
        Files.writeString(data.resolve("issuers.yaml"), """
            issuers:
            - issuer: %s
              audience: facegate
              keys: issuer.pem
              lifetime: PT24H
              organisations: [%s]
            """.formatted(
                ISSUER,
                String.join(
                        ", ",
                        callers.stream().map(Caller::organisation).distinct().toList())));
        Files.writeString(folder.resolve("azure.key"), "00112233445566778899aabbccddeeff\n");
        Files.writeString(folder.resolve("compreface.keys"), """
            detection: 00000000-0000-0000-0000-00000000000d
            recognition: 00000000-0000-0000-0000-00000000000e
            verification: 00000000-0000-0000-0000-00000000000f
            """);
        var keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        Files.writeString(
                folder.resolve("google.pem"),
                pem("PRIVATE KEY", keys.generateKeyPair().getPrivate().getEncoded()));
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    /** The arguments that start a gateway on that data folder, with the fake vendor at that address. */
    List<String> serve(Path data, String vendor, Path policies) throws IOException {
        var google = data.resolve("google.json");
        Files.writeString(
                google,
                JSON.createObjectNode()
                        .put("type", "service_account")
                        .put("project_id", "facegate-test")
                        .put("private_key_id", "0123456789abcdef")
                        .put("private_key", Files.readString(folder.resolve("google.pem")))
                        .put("client_email", "gateway@facegate-test.iam.gserviceaccount.com")
                        .put("client_id", "12345")
                        .put("token_uri", vendor + "/token")
                        .toString());
        return List.of(
                "serve",
                "--json",
                "--port",
                "0",
                "--health-port",
                "0",
                "--trust-loopback",
                "--no-prove",
                "--data",
                data.toString(),
                "--policies",
                policies.toString(),
                "--routes",
                folder.resolve("routes.yaml").toString(),
                "--ledger-deadline",
                "20000",
                "--provider-timeout",
                "2500",
                "--circuit-open",
                "1",
                "--log-origin",
                "differential.example/log",
                "--provider",
                "rekognition,azure,google,compreface,local",
                "--aws-region",
                "us-east-1",
                "--aws-endpoint",
                vendor,
                "--azure-endpoint",
                vendor,
                "--azure-key",
                folder.resolve("azure.key").toString(),
                "--google-endpoint",
                vendor,
                "--google-credentials",
                google.toString(),
                "--google-owner",
                "lab-1",
                "--compreface-endpoint",
                vendor,
                "--compreface-keys",
                folder.resolve("compreface.keys").toString());
    }
}
