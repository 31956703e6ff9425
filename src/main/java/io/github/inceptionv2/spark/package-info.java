/**
 * Classifies more photographs than one machine can, on Apache Spark.
 *
 * <p>{@link io.github.inceptionv2.spark.SparkInception} adds predictions and feature vectors to a
 * dataset, {@link io.github.inceptionv2.spark.InceptionV2Transformer} does so as a stage of a Spark
 * ML pipeline, and {@link io.github.inceptionv2.spark.SparkMain} is a job for {@code spark-submit}.
 * An application that uses this package must add Spark 4 for Scala 2.13 itself, because Spark is
 * not a transitive dependency.
 *
 * <p>Each executor's JVM opens its own model, with about 500 MB of native memory, which Spark
 * counts as memory overhead.
 */
package io.github.inceptionv2.spark;
