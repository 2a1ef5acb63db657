package io.facegate.bench.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Spring Cloud Gateway with one bare route to the upstream: a peer of the benchmark. */
@SpringBootApplication
public class SpringGateway {
    /** Starts it; port and upstream are properties. */
    public static void main(String... args) {
        SpringApplication.run(SpringGateway.class, args);
    }
}
