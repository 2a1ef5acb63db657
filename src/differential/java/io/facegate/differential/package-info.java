/** Differential test of two builds: {@code ./facegate differential}. Uses the builds only from outside. */
package io.facegate.differential;
