package io.facegate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The chart in {@code deploy/helm/facegate}, rendered by Helm itself into Kubernetes' own types. */
public final class HelmChart {
    static final Path FOLDER = Path.of("deploy/helm/facegate");

    /** What a chart needs that runs one gateway. */
    static final String ALONE = "contact: appeals@example.org\n";

    /** Everything that can be set, set. */
    static final String SHARED = """
        contact: appeals@example.org
        replicas: 3
        image: {digest: "sha256:%s"}
        imagePullSecrets: [{name: pull}]
        provider: [rekognition, local]
        settings: {aws-region: eu-west-1, provider-timeout: 8000, prove: true}
        secretFiles: {azure-key: {secret: azure, key: key1}}
        configFiles: {quotas: {configMap: limits, key: quotas.yaml}}
        policies: {configMap: policies}
        postgres:
          url: jdbc:postgresql://db.example:5432/facegate?user=gateway
          password: {secret: database}
          authority: {secret: database-ca}
          keys: {secret: facegate-keys}
        limits: {url: "rediss://valkey.example:6379", password: {secret: valkey}}
        tls: {secret: facegate-tls, clientAuthority: {secret: clients}}
        admin: {enabled: true}
        service: {type: LoadBalancer, annotations: {a: b}}
        persistence: {size: 5Gi, storageClass: fast}
        serviceAccount: {annotations: {"eks.amazonaws.com/role-arn": "arn:aws:iam::1:role/facegate"}}
        autoscaling: {enabled: true, maxReplicas: 6}
        networkPolicy:
          callers: [{namespaceSelector: {matchLabels: {team: search}}}]
          monitoring: [{namespaceSelector: {matchLabels: {team: operations}}}]
          administrators: [{namespaceSelector: {matchLabels: {team: registrars}}}]
          egress: [{to: [{ipBlock: {cidr: 192.0.2.0/24}}], ports: [{port: 443, protocol: TCP}]}]
        podAnnotations: {c: d}
        nodeSelector: {disk: ssd}
        tolerations: [{key: only, operator: Exists}]
        affinity: {nodeAffinity: {}}
        """.formatted("ab".repeat(32));

    private static final ObjectMapper JSON = new ObjectMapper();

    private HelmChart() {}

    /** The objects, in Helm's order. */
    static List<JsonNode> documents(Path folder, String values) throws IOException {
        var file = Files.writeString(Files.createTempFile(folder, "values", ".yaml"), values);
        var rendered = new Helm(FOLDER)
                .template()
                .withName("fg")
                .withNamespace("faces")
                .withValuesFile(file)
                .call();
        var documents = new ArrayList<JsonNode>();
        for (var document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(rendered)) {
            if (document != null) {
                documents.add(JSON.valueToTree(document));
            }
        }
        return documents;
    }

    /** The objects as Kubernetes' own types. */
    public static List<HasMetadata> objects(Path folder, String values) throws IOException {
        var objects = new ArrayList<HasMetadata>();
        for (var document : documents(folder, values)) {
            objects.add(JSON.treeToValue(document, typeOf(document)));
        }
        return objects;
    }

    static Class<? extends HasMetadata> typeOf(JsonNode document) {
        return switch (document.get("apiVersion").asText() + " "
                + document.get("kind").asText()) {
            case "v1 Service" -> io.fabric8.kubernetes.api.model.Service.class;
            case "v1 ServiceAccount" -> io.fabric8.kubernetes.api.model.ServiceAccount.class;
            case "apps/v1 StatefulSet" -> io.fabric8.kubernetes.api.model.apps.StatefulSet.class;
            case "policy/v1 PodDisruptionBudget" -> io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget.class;
            case "autoscaling/v2 HorizontalPodAutoscaler" ->
                io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler.class;
            case "networking.k8s.io/v1 NetworkPolicy" ->
                io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy.class;
            default -> throw new AssertionError("Not a type that the chart should render: " + document);
        };
    }
}
