package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job of {@link SparkMain} runs on two executors in JVMs of their own. */
class FolderJobIT {

  private static final Path MODEL = Path.of("models", "flowers");
  private static final String SHA256 = "0".repeat(64);

  private static SparkSession spark;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    spark = LocalCluster.session();
  }

  @Test
  void folder_isWrittenAsParquet() throws Exception {
    Path images = flowers("images", 5);
    Files.writeString(images.resolve("bad picture.JPG"), "no image");
    Files.writeString(images.resolve("notes.txt"), "not looked at");
    String[] options = {
      "--top", "2", "--features", "--partitions", "2", "--batch", "3", "--output-files", "1"
    };
    assertRun(0, "6 images, 1 of them unreadable, in ", images, options);
    Dataset<Row> written = spark.read().parquet(out().toString());
    assertEquals(
        List.of("path", "modificationTime", "length", "predictions", "features", "error"),
        List.of(written.columns()));
    assertEquals(5, written.filter("size(predictions) = 2 and size(features) = 1024").count());
    String error = written.filter("error is not null").head().getAs("error");
    assertTrue(error.contains("bad picture.JPG is not a JPEG"), error);
    try (Stream<Path> files = Files.list(out())) {
      assertEquals(1, files.filter(file -> file.toString().endsWith(".parquet")).count());
    }
    assertFailure("--out " + out() + " already exists; choose another folder", images);
    assertRun(0, "6 images", images, "--overwrite");
  }

  @Test
  void folder_withoutReadableImages_fails() throws Exception {
    Path images = Files.createDirectories(directory.resolve("texts"));
    Files.writeString(images.resolve("bad.jpg"), "no image");
    assertRun(1, "1 images, 1 of them unreadable, in ", images);
  }

  @Test
  void folder_withoutImages_hasItsOwnExitCode() throws Exception {
    Path images = flowers("images/sub", 1).getParent();
    assertRun(3, "error: --images contains no images; expected files", images);
    assertFalse(Files.exists(out()));
  }

  /** Subfolders are left out by default, as on the command line. */
  @Test
  void subfolders_areTakenOnRequest() throws Exception {
    Path images = flowers("a [1]", 1);
    flowers("a [1]/year=2026", 2);
    flowers("a [1]/@eaDir/b", 3);
    assertRun(0, "1 images, 0 of them unreadable", images);
    assertRun(0, "3 images, 0 of them unreadable", images, "--overwrite", "--recursive");
  }

  @Test
  void missingFolder_isNamed() throws Exception {
    assertFailure("no: there is no such folder", directory.resolve("no"));
    assertFailure("s3a://bucket/photos is not in a file system that", "s3a://bucket/photos");
  }

  @Test
  void outputFolderWithTheImages_isRefused() throws Exception {
    Path images = flowers("out/images", 1);
    assertFailure(" holds --images ", images, "--overwrite");
    assertTrue(Files.exists(images.resolve("0.jpg")));
  }

  @Test
  void overwrite_keepsFilesOfTheUser() throws Exception {
    Path images = flowers("images", 1);
    Path notes = Files.writeString(Files.createDirectories(out()).resolve("notes.txt"), "mine");
    assertFailure(" holds notes.txt, which is not the output of", images, "--overwrite");
    assertTrue(Files.exists(notes));
  }

  /** The driver gets the SHA-256 and reads no model, so only the tasks find that it is missing. */
  @Test
  void failingJob_saysWhyInOneLine_andLeavesNoFolder() throws Exception {
    Path images = flowers("images", 1);
    Path nowhere = directory.resolve("nowhere");
    assertFailure(
        "nowhere: there is no such directory; expected a module's",
        images,
        "--model",
        nowhere.toString(),
        "--model-sha256",
        SHA256);
    assertFalse(Files.exists(out()));
    assertRun(0, "1 images, 0 of them unreadable", images);
  }

  @Test
  void unusableModels_areRefusedOnTheDriver() throws Exception {
    Path images = flowers("images", 1);
    assertFailure("expected " + SHA256 + "; give every", images, "--model-sha256", SHA256);
    assertFailure("--archives hdfs://h/m.tgz#m", images, "--model", "hdfs://h/m");
    assertFailure("Spark did not distribute this file", images, "--model-file", "m.tgz");
    assertFalse(Files.exists(out()));
  }

  private void assertFailure(String message, Object images, String... options) {
    String printed = assertRun(1, message, images, options);
    assertTrue(printed.startsWith("error: "), printed);
    assertEquals(1, printed.lines().count(), printed);
    assertFalse(printed.contains("SQLSTATE"), printed);
  }

  /** Runs the job, with the relative path of a model unless the options name one. */
  private String assertRun(int exitCode, String message, Object images, String... options) {
    List<String> args = new ArrayList<>(List.of("--images", images.toString()));
    args.addAll(List.of("--out", out().toString()));
    args.addAll(List.of(options));
    if (!args.contains("--model") && !args.contains("--model-file")) {
      args.addAll(List.of("--model", MODEL.toString()));
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Arguments arguments = Arguments.parse(args.toArray(String[]::new));
    int code = new FolderJob(spark, arguments, stream, stream).run();
    assertEquals(exitCode, code, printed::toString);
    assertTrue(printed.toString().contains(message), printed::toString);
    return printed.toString();
  }

  private Path out() {
    return directory.resolve("out");
  }

  /** Creates a folder with {@code count} copies of one picture. */
  private Path flowers(String name, int count) throws IOException {
    Path images = Files.createDirectories(directory.resolve(name));
    for (int i = 0; i < count; i++) {
      Files.copy(Fixtures.flower(), images.resolve(i + ".jpg"));
    }
    return images;
  }
}
