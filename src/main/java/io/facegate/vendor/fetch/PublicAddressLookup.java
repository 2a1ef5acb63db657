package io.facegate.vendor.fetch;

import io.facegate.call.Reply.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** DNS lookup that accepts a host only if all of its addresses are public. It resolves once (DNS-rebinding guard). */
final class PublicAddressLookup implements AutoCloseable {
    /** A resolver call cannot be cancelled, so the number of threads that wait for one is limited. */
    private static final int MOST = 32;

    private static final long IDLE_SECONDS = 30;

    private final NetworkResolver network;
    private final Predicate<List<InetAddress>> guard;
    private final ExecutorService asking = new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("lookup-", 0).factory());

    PublicAddressLookup(NetworkResolver network, Predicate<List<InetAddress>> guard) {
        this.network = network;
        this.guard = guard;
    }

    /** Returns the addresses of a host, all of them safe to connect to. */
    List<InetAddress> resolve(String host, long deadline) throws PictureNotFetched {
        var found = resolveAll(host, deadline);
        if (found.isEmpty()) {
            throw unknownHost();
        }
        if (!guard.test(found)) {
            throw new PictureNotFetched(
                    "The picture was not fetched: its host has an address that is not one of the public"
                            + " internet. Send the picture's bytes.");
        }
        return found;
    }

    private List<InetAddress> resolveAll(String host, long deadline) throws PictureNotFetched {
        try {
            return asking.submit(() -> network.resolve(host))
                    .get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownHostException) {
                throw unknownHost();
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException late) {
            throw new PictureNotFetched("The picture was not fetched: the address of its host was not found in time.");
        } catch (RejectedExecutionException full) {
            throw new PictureNotFetched(Failure.THROTTLED, "Too many pictures are being fetched. Try again.");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new PictureNotFetched(Failure.THROTTLED, "The gateway stops.");
        }
    }

    private static PictureNotFetched unknownHost() {
        return new PictureNotFetched("The picture was not fetched: its host has no address.");
    }

    @Override
    public void close() {
        asking.shutdownNow();
    }
}
