/** Two builds, the same requests, what differs: {@code ./facegate differential}. Knows the builds from outside only. */
package io.facegate.differential;
