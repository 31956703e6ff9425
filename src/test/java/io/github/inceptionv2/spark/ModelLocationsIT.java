package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.ModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model reaches the executors, which have a cache each, in every supported way. */
class ModelLocationsIT {

  private static final Path FLOWERS = Path.of("models", "flowers");

  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    spark = LocalCluster.session();
  }

  @Test
  void distributedFile_isUnpackedIntoEachCache() throws Exception {
    assertSunflowers(SparkInception.distributed(LocalCluster.FILE));
    List<Path> caches = executorCaches("file-");
    assertTrue(caches.size() >= 2, caches.toString());
  }

  @Test
  void unpackedArchive_isOpenedInPlace() throws Exception {
    assertSunflowers(SparkInception.distributed(LocalCluster.DIRECTORY));
  }

  @Test
  void fileAddedLater_reachesSessionsThatAreNotIsolated() throws Exception {
    Path archive = Fixtures.pack(FLOWERS, LocalCluster.home().resolve("later.tar.gz"));
    spark.sparkContext().addFile(archive.toString());
    SparkInception inception = SparkInception.distributed("later.tar.gz").classify(5).build();
    Exception e =
        assertThrows(Exception.class, () -> inception.transform(flowers()).collectAsList());
    assertTrue(messages(e).contains("spark.sql.artifact.isolation.enabled=false"), messages(e));

    SparkSession open = spark.newSession();
    open.conf().set("spark.sql.artifact.isolation.enabled", "false");
    assertSunflowers(inception.transform(flowers(open)));
  }

  @Test
  void address_isDownloadedOnceIntoEachCache() throws Exception {
    byte[] archive =
        Files.readAllBytes(Fixtures.pack(FLOWERS, directory.resolve("fetched.tar.gz")));
    try (ModelServer server = ModelServer.start().on("/f.tar.gz", ModelServer.file(archive))) {
      assertSunflowers(SparkInception.builder(ModelSource.url(server.uri("/f.tar.gz"))));
      List<Path> caches = executorCaches("url-f.tar.gz-");
      assertTrue(caches.size() >= 2, caches.toString());
      assertEquals(caches.size() + 1, server.requests().size(), "one per executor, and the driver");
    }
  }

  @Test
  void missingFile_isNamedOnTheDriver() {
    SparkInception.Builder builder = SparkInception.distributed("nobody-brought.it").classify(1);
    String message = assertThrows(NoSuchFileException.class, builder::build).getMessage();
    assertTrue(message.contains("nobody-brought.it: Spark did not distribute this file"), message);
  }

  @Test
  void changedModel_isRefusedByTheExecutors() throws Exception {
    Path copy = Fixtures.copy(FLOWERS, directory.resolve("changed"));
    ModelSource source = ModelSource.directory(copy);
    SparkInception inception = SparkInception.builder(source).classify(1).build();
    String expected = source.sha256();
    Path labels = copy.resolve("assets").resolve("labels.txt");
    Files.writeString(labels, Files.readString(labels).replace("sunflowers", "moonflowers"));
    Exception e =
        assertThrows(Exception.class, () -> inception.transform(flowers()).collectAsList());
    String all = messages(e);
    assertTrue(
        all.contains("has SHA-256 " + source.sha256() + " on this executor, expected " + expected),
        all);
  }

  @Test
  void knownSha256_letsTheDriverSkipTheModel() throws Exception {
    String sha256 = ModelSource.directory(FLOWERS).sha256();
    assertSunflowers(
        SparkInception.builder(ModelSource.directory(FLOWERS.toAbsolutePath())).sha256(sha256));
    SparkInception nowhere =
        SparkInception.builder(ModelSource.directory(directory.resolve("nowhere")))
            .sha256(sha256)
            .classify(1)
            .build();
    Exception e = assertThrows(Exception.class, () -> nowhere.transform(flowers()).collectAsList());
    assertTrue(messages(e).contains("nowhere"), messages(e));
  }

  private static void assertSunflowers(SparkInception.Builder builder) throws IOException {
    assertSunflowers(builder.classify(5).build().transform(flowers()));
  }

  private static void assertSunflowers(Dataset<Row> flowers) {
    List<Row> rows = flowers.collectAsList();
    assertEquals(16, rows.size());
    for (Row row : rows) {
      List<Row> predictions = row.getList(row.fieldIndex("predictions"));
      assertEquals("sunflowers", predictions.get(0).getAs("label"));
    }
  }

  private static Dataset<Row> flowers() throws IOException {
    return flowers(spark);
  }

  private static Dataset<Row> flowers(SparkSession spark) throws IOException {
    byte[] flower = Files.readAllBytes(Fixtures.flower());
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      rows.add(RowFactory.create(i, flower));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType, false)
            .add("content", DataTypes.BinaryType, false);
    return spark.createDataFrame(rows, schema).repartition(16);
  }

  /** Returns the entries of executors' caches whose names begin with {@code name}. */
  private static List<Path> executorCaches(String name) throws IOException {
    try (Stream<Path> files = Files.walk(LocalCluster.home(), 3)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith(name))
          .filter(path -> path.toString().matches(".*cache-\\d+.models.*"))
          .filter(Files::isDirectory) // not the lock
          .toList();
    }
  }

  private static String messages(Throwable e) {
    StringBuilder all = new StringBuilder();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      all.append(cause.getMessage()).append('\n');
    }
    return all.toString();
  }
}
