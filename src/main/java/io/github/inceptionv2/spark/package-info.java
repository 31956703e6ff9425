/**
 * Classifies folders of photographs that are too many for one machine, on Apache Spark.
 *
 * <p>{@link io.github.inceptionv2.spark.SparkInception} adds predictions and feature vectors to a
 * dataset; {@link io.github.inceptionv2.spark.SparkMain} does so for {@code spark-submit}. Whoever
 * uses this package brings Spark 4 for Scala 2.13: it is no dependency that this library passes on.
 *
 * <p>Each executor's JVM opens one model of its own, about 500 MB of native memory, which Spark
 * knows as memory overhead.
 */
package io.github.inceptionv2.spark;
