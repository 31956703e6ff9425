package io.github.inceptionv2.internal.training;

/**
 * An example that was drawn for a batch.
 *
 * @param example its index
 * @param seed decides how it is distorted
 */
public record Draw(int example, long seed) {}
