package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drivers that spark-submit starts run on a master and two workers in processes of their own. */
class StandaloneClusterIT {

  private static final Path FLOWERS = Path.of("models", "flowers");
  private static final int IMAGES = 40;

  @TempDir static Path shared;

  private static StandaloneCluster cluster;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    cluster = StandaloneCluster.start(shared);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  /** The archive is packed with its folder, as {@code tar czf flowers.tgz flowers} does. */
  @Test
  void job_withAnArchivedModel_survivesAKilledExecutor() throws Exception {
    Path packed = Fixtures.copy(FLOWERS, directory.resolve("packed/flowers")).getParent();
    Path archive = Fixtures.pack(packed, directory.resolve("flowers.tgz"));
    Path images = Files.createDirectories(directory.resolve("images"));
    for (int i = 0; i < IMAGES; i++) {
      Files.copy(Fixtures.flower(), images.resolve(i + ".jpg"));
    }
    Path out = directory.resolve("out");
    Path log = directory.resolve("driver.log");
    List<String> args = new ArrayList<>(List.of("--images", images.toString()));
    args.addAll(List.of("--out", out.toString(), "--model-file", "flowers"));
    args.addAll(List.of("--partitions", "10", "--top", "1"));
    Process driver =
        cluster.submit(log, SparkMain.class, List.of("--archives", archive + "#flowers"), args);
    StandaloneCluster.await(() -> finishedTask(out, driver));
    assertTrue(driver.isAlive(), () -> read(log));
    cluster.killExecutor();

    StandaloneCluster.Ended ended = StandaloneCluster.end(driver, log);
    assertEquals(0, ended.exitCode(), ended.printed());
    assertTrue(ended.printed().contains(IMAGES + " images, 0 of them unreadable"), ended.printed());
    Dataset<Row> written = LocalCluster.session().read().parquet(out.toString());
    assertEquals(IMAGES, written.select("path").distinct().count());
    assertEquals(IMAGES, written.filter("predictions[0].label = 'sunflowers'").count());
  }

  /** Finds the folder to which the first finished task moved its file. */
  private static Optional<Path> finishedTask(Path out, Process driver) {
    if (!driver.isAlive()) {
      return Optional.of(out);
    }
    try (Stream<Path> tasks = Files.list(out.resolve("_temporary/0"))) {
      return tasks.filter(task -> task.getFileName().toString().startsWith("task_")).findAny();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void pipeline_runsInAnotherJvm() throws Exception {
    InceptionV2Transformer stage =
        new InceptionV2Transformer()
            .setModel(FLOWERS.toString())
            .setTopLabelCol("top")
            .setFeaturesCol("vector");
    SparkSession spark = LocalCluster.session();
    Path flower = Files.copy(Fixtures.flower(), directory.resolve("flower.jpg"));
    Dataset<Row> none = spark.read().format("binaryFile").load(flower.toString()).limit(0);
    Path saved = directory.resolve("pipeline");
    new Pipeline().setStages(new PipelineStage[] {stage}).fit(none).save(saved.toString());

    Path out = directory.resolve("out");
    Path log = directory.resolve("driver.log");
    List<String> args = List.of(saved.toString(), flower.toString(), out.toString());
    StandaloneCluster.Ended ended =
        StandaloneCluster.end(cluster.submit(log, SavedPipeline.class, List.of(), args), log);
    assertEquals(0, ended.exitCode(), ended.printed());
    Row row = spark.read().parquet(out.toString()).head();
    assertEquals("sunflowers", row.getAs("top"));
    float[] vector = new float[1024];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = row.<Double>getList(row.fieldIndex("vector")).get(i).floatValue();
    }
    try (InceptionV2 model = InceptionV2.load(FLOWERS)) {
      Numbers.assertClose(model.featureVector(ImageSource.of(flower)), vector, 1e-5);
    }
  }

  /** Loads and runs a pipeline in a JVM that knows nothing else about it. */
  public static final class SavedPipeline {

    private SavedPipeline() {}

    /**
     * Runs the pipeline.
     *
     * @param args the pipeline, an image, the Parquet to write
     */
    public static void main(String[] args) {
      SparkSession spark = SparkSession.builder().getOrCreate();
      Dataset<Row> images = spark.read().format("binaryFile").load(args[1]);
      Dataset<Row> result = PipelineModel.load(args[0]).transform(images);
      result
          .withColumn(
              "vector",
              org.apache.spark.ml.functions.vector_to_array(functions.col("vector"), "float64"))
          .write()
          .parquet(args[2]);
      spark.stop();
    }
  }
}
