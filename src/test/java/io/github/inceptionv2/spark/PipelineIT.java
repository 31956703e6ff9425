package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JavaBlocks;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage of Spark ML runs on two executors in JVMs of their own. */
class PipelineIT {

  private static final Path FLOWERS = Path.of("models", "flowers");

  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    spark = LocalCluster.session();
  }

  private Dataset<Row> images() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("images"));
    Files.copy(Fixtures.flower(), folder.resolve("flower.jpg"));
    Files.writeString(folder.resolve("bad.jpg"), "no image");
    return spark.read().format("binaryFile").load(folder.toString());
  }

  @Test
  void columns_matchTransformSchema() throws Exception {
    InceptionV2Transformer stage =
        new InceptionV2Transformer()
            .setModel(FLOWERS.toString())
            .setFeaturesCol("my.features")
            .setTopLabelCol("top")
            .setTopProbabilityCol("probability")
            .setBatchSize(1);
    Dataset<Row> images = images();
    Dataset<Row> result = stage.transform(images);
    assertEquals(
        List.of(stage.transformSchema(images.schema()).fieldNames()), List.of(result.columns()));
    List<Row> rows = result.orderBy("path").collectAsList();
    Row bad = rows.get(0);
    assertTrue(bad.<String>getAs("error").contains("bad.jpg is not a JPEG"), bad.toString());
    for (String column : new String[] {"predictions", "my.features", "top", "probability"}) {
      assertNull(bad.getAs(column), column);
    }
    Row flower = rows.get(1);
    Row first = flower.<Row>getList(flower.fieldIndex("predictions")).get(0);
    assertEquals("sunflowers", flower.getAs("top"));
    assertEquals(first.<Float>getAs("probability"), flower.<Float>getAs("probability"));
    assertEquals(1024, flower.<org.apache.spark.ml.linalg.Vector>getAs("my.features").size());
    assertEquals(1, stage.setHandleInvalid("skip").transform(images).count());
  }

  @Test
  void savedStage_recordsTheSha256_andChecksIt() throws Exception {
    Path model = Fixtures.copy(FLOWERS, directory.resolve("model"));
    String saved = directory.resolve("stage").toString();
    new InceptionV2Transformer().setModel(model.toString()).setTopK(2).save(saved);
    InceptionV2Transformer loaded = InceptionV2Transformer.load(saved);
    assertEquals(2, loaded.getOrDefault(loaded.topK()));
    assertEquals(
        ModelSource.directory(FLOWERS).sha256(), loaded.getOrDefault(loaded.modelSha256()));
    try (Stream<Path> files = Files.walk(Path.of(saved))) {
      assertTrue(files.mapToLong(file -> file.toFile().length()).sum() < 20_000);
    }
    Dataset<Row> images = images();
    assertEquals(1, loaded.transform(images).filter("size(predictions) = 2").count());

    Path labels = model.resolve("assets").resolve("labels.txt");
    Files.writeString(labels, Files.readString(labels).replace("sunflowers", "moonflowers"));
    String message =
        assertThrows(UncheckedIOException.class, () -> loaded.transform(images)).getMessage();
    assertTrue(message.contains(" on this driver, expected "), message);
  }

  @Test
  void relativeModel_isSavedAsAnAbsoluteOne() throws Exception {
    String saved = directory.resolve("stage").toString();
    new InceptionV2Transformer().setModel(FLOWERS.toString()).save(saved);
    InceptionV2Transformer loaded = InceptionV2Transformer.load(saved);
    assertEquals(FLOWERS.toAbsolutePath().toString(), loaded.getOrDefault(loaded.model()));
  }

  /** The example runs k-means and a logistic regression. */
  @Test
  void exampleOfTheGuide_printsItsResult() throws Exception {
    Path photographs = PaintedPhotos.folder(directory.resolve("photographs"), 6);
    String page = Files.readString(Path.of("src/site/markdown/spark.md"));
    String code =
        JavaBlocks.in(page).stream()
            .filter(block -> block.contains("public class Vectors"))
            .findFirst()
            .orElseThrow();
    JavaBlocks.compile(directory, "Vectors", code);
    String printed = JavaBlocks.run(directory, "Vectors", photographs.toString());
    assertTrue(printed.contains("12 of 12 photographs are in their folder's class"), printed);
  }
}
