package io.facegate.admin;

import io.facegate.json.JsonMappers;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An error of the admin API, as problem details (RFC 9457). */
final class AdminProblem extends RuntimeException {
    static final String TYPE = "application/problem+json";
    static final int UNACCEPTABLE = 422;
    static final int PRECONDITION_REQUIRED = 428;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final @Nullable String pointer;

    /** @param pointer the part of the body that is wrong, as a JSON pointer; or null */
    AdminProblem(int status, String code, String detail, @Nullable String pointer) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.pointer = pointer;
    }

    AdminProblem(int status, String code, String detail) {
        this(status, code, detail, null);
    }

    AdminProblem(Status status, String code, String detail) {
        this(status.getStatusCode(), code, detail, null);
    }

    static AdminProblem unauthenticated(String detail) {
        return new AdminProblem(Status.UNAUTHORIZED, "unauthenticated", detail);
    }

    static AdminProblem forbidden(String code, String detail) {
        return new AdminProblem(Status.FORBIDDEN, code, detail);
    }

    static AdminProblem invalid(String pointer, String detail) {
        return new AdminProblem(Status.BAD_REQUEST.getStatusCode(), "invalid_parameter", detail, pointer);
    }

    static AdminProblem notFound() {
        return new AdminProblem(Status.NOT_FOUND, "not_found", "There is no such entry.");
    }

    Response response() {
        var response = Response.status(status).type(TYPE).entity(body());
        return status == Status.UNAUTHORIZED.getStatusCode()
                ? response.header("WWW-Authenticate", "Bearer realm=\"facegate-admin\"")
                        .build()
                : response.build();
    }

    private byte[] body() {
        var body = new LinkedHashMap<String, Object>();
        var detail = String.valueOf(getMessage());
        body.put("type", "urn:facegate:problem:" + code);
        body.put("title", code.replace('_', ' '));
        body.put("status", status);
        body.put("detail", detail);
        if (pointer != null) {
            body.put("errors", List.of(Map.of("pointer", pointer, "detail", detail)));
        }
        return AdminAnswer.json(JsonMappers.PLAIN, body);
    }
}
