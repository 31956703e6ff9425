/**
 * Classifies folders of photographs that are too many for one machine, on Apache Spark.
 *
 * <p>{@link io.github.inceptionv2.spark.SparkInception} adds predictions and feature vectors to a
 * dataset, {@link io.github.inceptionv2.spark.InceptionV2Transformer} does so as a stage of a Spark
 * ML pipeline, and {@link io.github.inceptionv2.spark.SparkMain} for {@code spark-submit}. An
 * application that uses this package adds Spark 4 for Scala 2.13 itself: this library does not pass
 * Spark on.
 *
 * <p>Each executor's JVM opens one model of its own, about 500 MB of native memory, which Spark
 * counts as memory overhead.
 */
package io.github.inceptionv2.spark;
