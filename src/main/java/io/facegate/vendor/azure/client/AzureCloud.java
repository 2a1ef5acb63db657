package io.facegate.vendor.azure.client;

import java.net.URI;
import java.util.Locale;

/** A Microsoft cloud (public or national), with its token authority and token scope. */
public enum AzureCloud {
    PUBLIC("https://login.microsoftonline.com", "https://cognitiveservices.azure.com"),
    GOVERNMENT("https://login.microsoftonline.us", "https://cognitiveservices.azure.us"),
    CHINA("https://login.chinacloudapi.cn", "https://cognitiveservices.azure.cn");

    private final String authority;
    private final String resource;

    AzureCloud(String authority, String resource) {
        this.authority = authority;
        this.resource = resource;
    }

    /** Returns the cloud of a resource, by its host name. */
    public static AzureCloud forEndpoint(URI endpoint) {
        var host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        if (host.matches("(.*\\.)?(azure|microsoft)\\.us")) {
            return GOVERNMENT;
        }
        return host.matches("(.*\\.)?azure\\.cn") ? CHINA : PUBLIC;
    }

    /** Returns the default token authority. */
    public URI authority() {
        return URI.create(authority);
    }

    /** Returns the resource that a token is issued for. */
    String resource() {
        return resource;
    }
}
