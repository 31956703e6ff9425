/** The command line, with one class per command. It uses only the public API. */
package io.github.inceptionv2.cli;
