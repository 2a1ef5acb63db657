package io.facegate.bench.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An nginx process with its own folder and configuration. */
final class NginxProcess {
    /** The upstream's fixed response, with the size and shape of a small Rekognition response. */
    static final String ANSWER = "{\"FaceDetails\":[{\"BoundingBox\":{\"Width\":0.25,\"Height\":0.4,\"Left\":0.375,"
            + "\"Top\":0.2},\"Confidence\":99.98,\"Landmarks\":[{\"Type\":\"eyeLeft\",\"X\":0.45,\"Y\":0.35},"
            + "{\"Type\":\"eyeRight\",\"X\":0.55,\"Y\":0.35}],\"Pose\":{\"Roll\":0.1,\"Yaw\":0.2,\"Pitch\":0.3},"
            + "\"Quality\":{\"Brightness\":80.5,\"Sharpness\":92.1}}]}";

    private static final String AZURES = "[{\"faceRectangle\":{\"top\":120,\"left\":80,\"width\":64,\"height\":64}}]";
    private static final String COMPREFACES =
            "{\"box\":{\"probability\":0.99,\"x_max\":144,\"y_max\":184,\"x_min\":80,\"y_min\":120}}";

    private static final String FACEPLUSPLUSES = "{\"face_token\":\"0123456789abcdef0123456789abcdef\","
            + "\"face_rectangle\":{\"top\":120,\"left\":80,\"width\":64,\"height\":64}}";

    private NginxProcess() {}

    /** Configuration of an upstream that answers every call alike. */
    static String upstream(int port) {
        return configuration("""
              server {
                listen 127.0.0.1:%d;
                location / { default_type application/x-amz-json-1.1; return 200 '%s'; }
                location /face/ { default_type application/json; return 200 '%s'; }
                location /v1/ { default_type application/json; return 200 '{"responses":[{}]}'; }
                location /api/ { default_type application/json; return 200 '{"result":[%s]}'; }
                location /facepp/ { default_type application/json; return 200 '{"faces":[%s]}'; }
                location /token { default_type application/json;
                  return 200 '{"access_token":"bench","token_type":"Bearer","expires_in":3600}'; }
              }
            """.formatted(port, ANSWER, AZURES, COMPREFACES, FACEPLUSPLUSES));
    }

    /** Configuration of the peer: a plain proxy with keep-alive connections and bodies held in memory. */
    static String peer(int port, int upstream) {
        return configuration("""
              upstream vendor { server 127.0.0.1:%d; keepalive 64; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://vendor;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                }
              }
            """.formatted(upstream, port));
    }

    /** A loopback address with a free port. */
    static URI free() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + probe.getLocalPort());
        }
    }

    private static String configuration(String servers) {
        return """
            daemon off;
            worker_processes 2;
            pid nginx.pid;
            error_log stderr error;
            events { worker_connections 1024; }
            http {
              access_log off;
              keepalive_requests 1000000000;
              client_max_body_size 16m;
              client_body_buffer_size 256k;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
            %s}
            """.formatted(servers);
    }

    /** Starts nginx and waits until it listens. */
    static ChildProcess start(Path folder, String configuration, URI at) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("nginx.conf"), configuration);
        var command = List.of(BenchTools.NGINX.path(), "-p", folder.toString(), "-c", "nginx.conf", "-e", "stderr");
        var child = ChildProcess.start(folder, command, Map.of());
        child.listening(at);
        return child;
    }
}
