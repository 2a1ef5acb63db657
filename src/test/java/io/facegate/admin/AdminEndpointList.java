package io.facegate.admin;

import io.facegate.registry.Right;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every endpoint of the admin API, as the annotations of its classes say. */
public final class AdminEndpointList {
    /** Found once: it reads every class of the program. */
    private static final List<Class<?>> RESOURCES = find();

    private AdminEndpointList() {}

    /**
     * One endpoint.
     *
     * @param isAnnotated whether it says who may use it
     * @param rights of which a person needs one
     */
    public record Endpoint(
            String method, String path, boolean isAnnotated, boolean isOpen, Set<Right> rights, boolean orOwn) {
        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    public static List<Endpoint> all() {
        return resources()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> verb(method) != null)
                .map(AdminEndpointList::endpoint)
                .toList();
    }

    static Stream<Class<?>> resources() {
        return below(AdminAnswer.PREFIX);
    }

    /** The classes whose addresses begin so, of the whole program. */
    public static Stream<Class<?>> below(String prefix) {
        return RESOURCES.stream()
                .filter(type -> type.getAnnotation(Path.class).value().startsWith(prefix));
    }

    /** Of all classes of the program, only those are loaded that name the annotation. */
    private static List<Class<?>> find() {
        var classes = java.nio.file.Path.of(URI.create(AdminAnswer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        // Integration tests run on the jar.
        try (var jar = Files.isDirectory(classes) ? null : FileSystems.newFileSystem(classes)) {
            return in(jar == null ? classes : jar.getPath("/"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static List<Class<?>> in(java.nio.file.Path classes) throws IOException {
        try (var files = Files.walk(classes.resolve("io/facegate"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(AdminEndpointList::namesPath)
                    .<Class<?>>map(file -> loaded(classes.relativize(file).toString()))
                    .filter(type -> type.isAnnotationPresent(Path.class))
                    .toList();
        }
    }

    private static boolean namesPath(java.nio.file.Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(Path.class.descriptorString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Class<?> loaded(String file) {
        try {
            return Class.forName(
                    file.substring(0, file.length() - ".class".length()).replace('/', '.'));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(each -> each.annotationType().getAnnotation(HttpMethod.class))
                .filter(each -> each != null)
                .map(HttpMethod::value)
                .findFirst()
                .orElse(null);
    }

    private static Endpoint endpoint(Method method) {
        var required = method.getAnnotation(RequiresRight.class);
        boolean open = method.isAnnotationPresent(OpenToAll.class);
        return new Endpoint(
                verb(method),
                AdminEndpoints.path(method),
                open ^ (required != null),
                open,
                required == null ? Set.of() : Set.of(required.value()),
                required != null && required.orOwnOrganisation());
    }
}
