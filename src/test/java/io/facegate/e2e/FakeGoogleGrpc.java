package io.facegate.e2e;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A Google on loopback that speaks gRPC over TLS: it ends each call with one status, and counts the calls. */
final class FakeGoogleGrpc implements AutoCloseable {
    private final AtomicInteger calls = new AtomicInteger();
    private final Status status;
    private final Server server;

    /** @param certificate a certificate whose key lies beside it as {@code vendor.key} */
    FakeGoogleGrpc(Status status, Path certificate) throws IOException {
        this.status = status;
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .useTransportSecurity(
                        certificate.toFile(),
                        certificate.resolveSibling("vendor.key").toFile())
                .fallbackHandlerRegistry(new Everything())
                .build()
                .start();
    }

    /** The calls so far. */
    int calls() {
        return calls.get();
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private ServerCall.Listener<byte[]> end(ServerCall<byte[], byte[]> call) {
        calls.incrementAndGet();
        call.close(status, new Metadata());
        return new ServerCall.Listener<>() {};
    }

    /** Each method, whatever its name. */
    private final class Everything extends HandlerRegistry {
        @Override
        public ServerMethodDefinition<?, ?> lookupMethod(String method, String authority) {
            var descriptor = MethodDescriptor.<byte[], byte[]>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(method)
                    .setRequestMarshaller(new Bytes())
                    .setResponseMarshaller(new Bytes())
                    .build();
            return ServerMethodDefinition.create(descriptor, (call, headers) -> end(call));
        }
    }

    /** Messages as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
