package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.Batch;
import io.github.inceptionv2.ImageResult;
import io.github.inceptionv2.ImageSize;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.Prediction;
import io.github.inceptionv2.testing.Fixtures;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two executors of two cores each, in JVMs of their own, compute what one machine computes. */
class SparkClusterIT {

  private static final ModelSource MODEL =
      ModelSource.directory(Path.of("models", "flowers").toAbsolutePath());

  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    spark = LocalCluster.session();
  }

  @Test
  void photographs_matchOneMachine_toTheLastDigit() throws Exception {
    String photos = Fixtures.shared("photos").toRealPath().toString();
    Dataset<Row> images =
        binaryFiles(photos)
            .withColumn("half", functions.col("length").divide(2))
            .repartition(3)
            .withColumn("part", functions.spark_partition_id());
    SparkInception inception = SparkInception.builder(MODEL).classify(5).featureVectors().build();
    List<Row> rows = inception.transform(images).collectAsList();
    assertEquals(60, rows.size());
    try (InceptionV2 model = InceptionV2.load(MODEL)) {
      for (List<Row> batch : batches(rows)) {
        assertSame(model, batch);
      }
    }
  }

  /** Groups rows as they were computed together, since a batch's size affects the last digit. */
  private static List<List<Row>> batches(List<Row> rows) {
    List<List<Row>> batches = new ArrayList<>();
    Map<Integer, List<Row>> parts =
        rows.stream().collect(Collectors.groupingBy(row -> row.<Integer>getAs("part")));
    for (List<Row> part : parts.values()) {
      for (int i = 0; i < part.size(); i += BatchIterator.DEFAULT_ROWS) {
        batches.add(part.subList(i, Math.min(part.size(), i + BatchIterator.DEFAULT_ROWS)));
      }
    }
    return batches;
  }

  private static void assertSame(InceptionV2 model, List<Row> rows) throws IOException {
    Batch batch =
        model.batch(
            rows.stream().map(row -> ImageSource.of(row.<byte[]>getAs("content"))).toList());
    List<ImageResult<List<Prediction>>> predictions = batch.classify(5);
    List<ImageResult<float[]>> features = batch.featureVectors();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      assertNull(row.getAs("error"));
      assertEquals(row.<Long>getAs("length") / 2.0, row.<Double>getAs("half"));
      assertEquals(
          predictions.get(i).get().stream().map(SparkClusterIT::values).toList(),
          row.<Row>getList(row.fieldIndex("predictions")).stream()
              .map(SparkClusterIT::values)
              .toList());
      List<Float> expected = new ArrayList<>();
      for (float number : features.get(i).get()) {
        expected.add(number);
      }
      assertEquals(expected, row.getList(row.fieldIndex("features")));
    }
  }

  private static List<Object> values(Prediction p) {
    return List.of(p.index(), p.label(), p.wordNetId().orElse(""), p.probability());
  }

  private static List<Object> values(Row p) {
    return List.of(p.getInt(0), p.getString(1), p.getString(2), p.getFloat(3));
  }

  @Test
  void hardImages_failAlone() throws Exception {
    Path corpus = Fixtures.shared("corpus").toRealPath();
    Map<String, Boolean> decodes = hardImages(corpus);
    List<Row> paths =
        decodes.keySet().stream().map(name -> RowFactory.create(corpus + "/" + name)).toList();
    StructType schema = new StructType().add("file", DataTypes.StringType);
    Dataset<Row> images = spark.createDataFrame(paths, schema).repartition(4);
    SparkInception inception =
        SparkInception.builder(MODEL).classify(1).imageColumn("file").errorColumn("why").build();
    Map<String, Boolean> found = new TreeMap<>();
    for (Row row : inception.transform(images).collectAsList()) {
      String name = row.<String>getAs("file").substring(corpus.toString().length() + 1);
      boolean isDecoded = row.getAs("why") == null;
      assertEquals(isDecoded, row.getAs("predictions") != null, name);
      assertTrue(isDecoded || row.<String>getAs("why").contains(name), row.toString());
      found.put(name, isDecoded);
    }
    assertEquals(decodes, found);
  }

  /** Returns every eighth file, if the corpus says for sure whether it can be decoded. */
  private static Map<String, Boolean> hardImages(Path corpus) throws IOException {
    Map<String, Boolean> all = new TreeMap<>();
    List<String> lines = Files.readAllLines(corpus.resolve("manifest.tsv"));
    for (int i = 1; i < lines.size(); i += 8) {
      String[] columns = lines.get(i).split("\t");
      if (columns[2].equals("decodes") || columns[2].equals("error")) {
        all.put(columns[0], columns[2].equals("decodes"));
      }
    }
    return all;
  }

  @Test
  void missingAndEmptyImages_areErrors() throws Exception {
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("content", DataTypes.BinaryType)
            .add("who", DataTypes.StringType);
    byte[] flower = Files.readAllBytes(Fixtures.flower());
    Dataset<Row> images =
        spark.createDataFrame(
            List.of(
                RowFactory.create(1, flower, "a"),
                RowFactory.create(2, null, "b"),
                RowFactory.create(3, new byte[0], "c"),
                RowFactory.create(4, flower, null)),
            schema);
    SparkInception inception = SparkInception.builder(MODEL).classify(1).nameColumn("who").build();
    List<Row> rows = inception.transform(images).orderBy("id").collectAsList();
    assertNull(rows.get(0).getAs("error"));
    assertEquals("b: there is no image", rows.get(1).getAs("error"));
    assertTrue(
        rows.get(2).<String>getAs("error").startsWith("c is empty, "), rows.get(2).toString());
    assertNull(rows.get(3).getAs("error"));

    List<Row> paths =
        Stream.of("/no/such/file.jpg", "no:x:y", "nowhere://a/b.jpg")
            .map(text -> RowFactory.create(text))
            .toList();
    StructType path = new StructType().add("path", DataTypes.StringType);
    SparkInception byPath = SparkInception.builder(MODEL).classify(1).imageColumn("path").build();
    rows = byPath.transform(spark.createDataFrame(paths, path)).orderBy("path").collectAsList();
    String missing = rows.get(0).getAs("error");
    assertTrue(missing.startsWith("/no/such/file.jpg: there is no such file"), missing);
    assertTrue(rows.get(1).<String>getAs("error").startsWith("no:x:y: "), rows.get(1).toString());
    String unknown = rows.get(2).getAs("error");
    assertTrue(unknown.startsWith("nowhere://a/b.jpg: "), unknown);
  }

  @Test
  void fileSystem_ofOneSession_isKnownToItsTasks() throws Exception {
    Path image = Path.of("src/test/resources/images/flower.jpg").toAbsolutePath();
    List<Row> paths = List.of(RowFactory.create("named://" + image));
    SparkSession own = spark.newSession();
    own.conf().set(NamedFileSystem.SETTING, NamedFileSystem.class.getName());
    SparkInception inception =
        SparkInception.builder(MODEL).classify(1).imageColumn("path").build();
    StructType path = new StructType().add("path", DataTypes.StringType);

    Row row = inception.transform(own.createDataFrame(paths, path)).head();
    assertNull(row.getAs("error"), row.toString());
    assertEquals("sunflowers", row.<Row>getList(row.fieldIndex("predictions")).get(0).getString(1));
    assertNull(spark.sparkContext().hadoopConfiguration().get(NamedFileSystem.SETTING));
  }

  /** The raw pixels are in a struct, which is itself in another struct. */
  @Test
  void imageSource_ofSpark_isSupported() throws Exception {
    Path folder = flowers(2);
    Files.writeString(folder.resolve("bad.jpg"), "no image");
    Dataset<Row> images = spark.read().format("image").load(folder.toString());
    Dataset<Row> nested = images.select(functions.struct("image").as("photo"));
    SparkInception inception =
        SparkInception.builder(MODEL)
            .classify(1)
            .imageColumn("photo.image")
            .nameColumn("photo.image.origin")
            .build();
    List<Row> rows = inception.transform(nested).orderBy("photo.image.origin").collectAsList();
    for (Row row : rows.subList(0, 2)) {
      assertEquals("sunflowers", row.<Row>getList(row.fieldIndex("predictions")).get(0).get(1));
    }
    String error = rows.get(2).getAs("error");
    assertTrue(error.contains("bad.jpg: Spark's image source could not decode the image"), error);
  }

  /** Each trigger computes the images that arrived since the previous one. */
  @Test
  void stream_isComputedTriggerByTrigger() throws Exception {
    Path images = flowers(1);
    StructType schema = binaryFiles(images.toString()).schema();
    SparkInception inception = SparkInception.builder(MODEL).classify(1).build();
    Path out = directory.resolve("stream");
    for (int trigger = 1; trigger <= 2; trigger++) {
      Files.copy(Fixtures.flower(), images.resolve("more-" + trigger + ".jpg"));
      Dataset<Row> stream =
          spark
              .readStream()
              .format("binaryFile")
              .schema(schema)
              .option("pathGlobFilter", "*.jpg")
              .load(images.toString());
      inception
          .transform(stream)
          .drop("content")
          .writeStream()
          .format("parquet")
          .option("checkpointLocation", directory.resolve("checkpoint").toString())
          .trigger(Trigger.AvailableNow())
          .start(out.toString())
          .awaitTermination();
      Dataset<Row> written = spark.read().parquet(out.toString());
      assertEquals(1 + trigger, written.filter("predictions[0].label = 'sunflowers'").count());
    }
  }

  @Test
  void eachExecutor_opensOneModel_forAllItsTasks() throws Exception {
    Map<String, Integer> before = LocalCluster.openedCounts(spark);
    assertEquals(2, before.size(), before.toString());
    SparkInception inception =
        SparkInception.builder(MODEL).classify(1).imageSize(ImageSize.square(64)).build();
    Dataset<Row> images = binaryFiles(flowers(32).toString()).repartition(16);
    for (int run = 0; run < 2; run++) {
      assertEquals(32, inception.transform(images).filter("error is null").count());
    }
    Map<String, Integer> expected = new TreeMap<>(before);
    expected.replaceAll((executor, count) -> count + 1);
    assertEquals(expected, LocalCluster.openedCounts(spark));
  }

  @Test
  void killedExecutor_isRecovered() throws Exception {
    Path mark = directory.resolve("killed");
    Dataset<Row> images = binaryFiles(flowers(48).toString()).repartition(2);
    Dataset<Row> deadly =
        images.mapPartitions(new KillOnce(mark.toString()), Encoders.row(images.schema()));
    SparkInception inception = SparkInception.builder(MODEL).classify(1).build();
    List<Row> rows = inception.transform(deadly).collectAsList();
    assertTrue(Files.exists(mark));
    assertEquals(48, rows.stream().map(row -> row.getAs("path")).distinct().count());
    for (Row row : rows) {
      assertNull(row.getAs("error"));
      assertEquals(
          "sunflowers", row.<Row>getList(row.fieldIndex("predictions")).get(0).getAs("label"));
    }
  }

  /** Halts an executor's JVM in the middle of a task, after the first images were computed. */
  private record KillOnce(String mark) implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      int[] count = {0};
      Stream<Row> all =
          Stream.generate(() -> null).takeWhile(x -> rows.hasNext()).map(x -> rows.next());
      return all.peek(row -> endAt(++count[0])).iterator();
    }

    private void endAt(int count) {
      if (count == BatchIterator.DEFAULT_ROWS + 1 && TaskContext.getPartitionId() == 0) {
        try {
          Files.createFile(Path.of(mark));
          Runtime.getRuntime().halt(1);
        } catch (FileAlreadyExistsException e) {
          return; // already done
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Creates a folder with {@code count} copies of one picture. */
  private Path flowers(int count) throws IOException {
    Path images = Files.createDirectories(directory.resolve("images"));
    for (int i = 0; i < count; i++) {
      Files.copy(Fixtures.flower(), images.resolve(i + ".jpg"));
    }
    return images;
  }

  private static Dataset<Row> binaryFiles(String folder) {
    return spark.read().format("binaryFile").option("pathGlobFilter", "*.{jpg,JPEG}").load(folder);
  }
}
