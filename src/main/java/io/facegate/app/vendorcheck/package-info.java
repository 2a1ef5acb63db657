/** {@code facegate vendor check}: a short tour of a vendor's API with the operator's own account. */
package io.facegate.app.vendorcheck;
