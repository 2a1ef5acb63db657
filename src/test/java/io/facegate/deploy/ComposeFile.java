package io.facegate.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code deploy/compose.yaml}, with its aliases filled in. */
public final class ComposeFile {
    static final Path FOLDER = Path.of("deploy");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode tree;

    private ComposeFile(JsonNode tree) {
        this.tree = tree;
    }

    public static ComposeFile read() throws IOException {
        return new ComposeFile(yaml(FOLDER.resolve("compose.yaml")));
    }

    /** A file of YAML as a tree. */
    public static JsonNode yaml(Path file) throws IOException {
        var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return JSON.valueToTree(yaml.load(Files.readString(file)));
    }

    JsonNode tree() {
        return tree;
    }

    public List<String> services() {
        return List.copyOf(names(tree.get("services")));
    }

    /** The names of an object's members, in order. */
    static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    public JsonNode service(String name) {
        return tree.get("services").get(name);
    }

    /** The words of its command. */
    public List<String> command(String service) {
        var command = service(service).path("command");
        return command.isTextual() ? List.of(command.asText().strip().split("\\s+")) : strings(command);
    }

    static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    public Map<String, String> environment(String service) {
        var variables = new LinkedHashMap<String, String>();
        service(service)
                .path("environment")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
        return variables;
    }

    /** The files of the project that a service is given, by where it sees them. */
    public Map<String, Path> configs(String service) {
        var files = new TreeMap<String, Path>();
        for (var config : service(service).path("configs")) {
            var file = tree.get("configs").path(config.get("source").asText()).path("file");
            files.put(config.get("target").asText(), FOLDER.resolve(file.asText()));
        }
        return files;
    }

    /** The named volumes of a service, by where it sees them. */
    public Map<String, String> volumes(String service) {
        var volumes = new TreeMap<String, String>();
        for (var volume : strings(service(service).path("volumes"))) {
            var parts = volume.split(":");
            volumes.put(parts[1], parts[0]);
        }
        return volumes;
    }
}
