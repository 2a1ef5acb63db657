/** Whose the handles are: jobs, sessions, streams, collections, projects and pages. */
@NullMarked
package io.facegate.registry.handles;

import org.jspecify.annotations.NullMarked;
