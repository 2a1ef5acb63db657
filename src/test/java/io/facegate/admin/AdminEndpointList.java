package io.facegate.admin;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.facegate.registry.Right;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
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
        return RESOURCES.stream()
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> verb(method) != null)
                .map(AdminEndpointList::endpoint)
                .toList();
    }

    static Stream<Class<?>> resources() {
        return RESOURCES.stream();
    }

    private static List<Class<?>> find() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.facegate").stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .filter(type ->
                                type.getAnnotationOfType(Path.class).value().startsWith(AdminAnswer.PREFIX))
                        .<Class<?>>map(type -> type.reflect())
                        .toList();
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
