/** What Azure's wires share: the parameters of a request, and the shape of an answer that is none. */
@NullMarked
package io.facegate.ingress.azure.rest;

import org.jspecify.annotations.NullMarked;
