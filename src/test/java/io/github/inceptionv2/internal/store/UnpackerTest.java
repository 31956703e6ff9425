package io.github.inceptionv2.internal.store;

import static io.github.inceptionv2.internal.store.Archives.file;
import static io.github.inceptionv2.internal.store.Archives.gzip;
import static io.github.inceptionv2.internal.store.Archives.header;
import static io.github.inceptionv2.internal.store.Archives.tar;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {

  private static final Path ARCHIVE = Path.of("model.tar.gz");

  @TempDir Path parent;

  private Path directory;

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createDirectories(parent.resolve("a/b/target"));
  }

  @Test
  void archiveOfHub_isUnpacked() throws Exception {
    unpack(Archives.small());

    assertEquals(List.of("saved_model.pb", "variables", "variables/weights"), children(directory));
    assertArrayEquals(Archives.WEIGHTS, Files.readAllBytes(directory.resolve("variables/weights")));
  }

  @Test
  void directoriesWithoutEntries_areCreated() throws Exception {
    unpack(tar(file("variables/deep/weights")));

    assertEquals(
        List.of("variables", "variables/deep", "variables/deep/weights"), children(directory));
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void longNamesOfBothKinds_areRead(int mode) throws Exception {
    String name = "x".repeat(90) + "/" + "y".repeat(120) + "/weights";
    unpack(Archives.foreign(mode, Map.of(name, new byte[3], "after", new byte[5])));

    assertTrue(children(directory).containsAll(List.of(name, "after")));
  }

  @Test
  void prefixOfUstar_isRead() throws Exception {
    byte[] bytes = tar(file("weights"));
    System.arraycopy("some/folder".getBytes(StandardCharsets.UTF_8), 0, bytes, 345, 11);
    unpack(Archives.checksummed(bytes));

    assertTrue(children(directory).contains("some/folder/weights"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "variables/../../evil",
        "..",
        "./..",
        "variables/..",
        "a/.../evil",
        ".. /evil",
        "..\\evil",
        "variables\\..\\..\\evil",
        "/evil",
        "//evil",
        "\\evil",
        "\\\\host\\share\\evil",
        "C:evil",
        "C:\\evil",
        "c:/evil",
        "weights:stream",
        "evil\n",
        "evil.",
      })
  void nameThatMayLeaveTheDirectory_isRefused(String name) throws Exception {
    String problem = problem(tar(file("good"), file(name)));

    assertTrue(problem.contains("outside the target directory"), problem);
    assertEquals(List.of("a", "a/b", "a/b/target", "a/b/target/good"), children(parent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/weights", "/"})
  void nameThatNoFileSystemAccepts_isRefused(String end) throws Exception {
    byte[] longPart =
        Archives.foreign(
            TarArchiveOutputStream.LONGFILE_POSIX, Map.of("\u00e4".repeat(128) + end, new byte[0]));
    byte[] longName =
        Archives.foreign(
            TarArchiveOutputStream.LONGFILE_POSIX,
            Map.of("folder/".repeat(147) + end.substring(1), new byte[0]));

    assertTrue(problem(longPart).contains("a name of 256 bytes, expected at most 255"));
    assertTrue(problem(longName).contains("bytes, expected at most 1024"));
  }

  /** A JVM in the POSIX locale cannot name files with letters beyond ASCII. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void nameOutsideTheSystemsEncoding_isRefused() throws Exception {
    Path archive = Files.write(parent.resolve("x.tar"), tar(file("bl\u00fcte")));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder child =
        new ProcessBuilder(
            java,
            "-cp",
            System.getProperty("java.class.path"),
            UnpackerTest.class.getName(),
            archive.toString(),
            directory.toString());
    child.environment().put("LC_ALL", "POSIX");
    Process process = child.redirectErrorStream(true).start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(said.contains("a name that is invalid on this system"), said);
  }

  /** Arguments: an archive, and the directory to unpack it into. */
  public static void main(String[] args) throws IOException {
    try {
      Unpacker.unpack(Path.of(args[0]), Path.of(args[1]), UnpackLimits.STANDARD);
    } catch (UnusableArchiveException e) {
      System.out.println(e.getMessage());
    }
  }

  @Test
  void nameInPaxThatLeavesTheDirectory_isRefused() throws Exception {
    String name = "../".repeat(40) + "evil";
    byte[] bytes =
        Archives.foreign(TarArchiveOutputStream.LONGFILE_POSIX, Map.of(name, new byte[3]));

    assertTrue(problem(bytes).contains("outside the target directory"));
  }

  @ParameterizedTest
  @ValueSource(chars = {'1', '2', '3', '4', '6', '7', 'S', 'V', 'K'})
  void anythingButFilesAndDirectories_isRefused(char type) throws Exception {
    String problem = problem(tar(header("evil", type, 0)));

    assertTrue(problem.contains("of type '" + type + "'"), problem);
    assertEquals(List.of(), children(directory));
  }

  @Test
  void fileThroughALink_isRefused() throws Exception {
    String problem = problem(tar(header("link", '2', 0), file("link/evil")));

    assertTrue(problem.contains("\"link\" of type '2'"), problem);
    assertEquals(List.of("a", "a/b", "a/b/target"), children(parent));
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights", "./weights", ".//weights", "WEIGHTS"})
  void duplicateFile_isRefused(String again) throws Exception {
    assertTrue(problem(tar(file("weights"), file(again))).contains("twice"));
  }

  @Test
  void nameOfFileAndDirectory_isRefused() throws Exception {
    String problem = problem(tar(file("weights"), file("weights/more")));

    assertTrue(problem.contains("both as a file and as a directory"), problem);
  }

  /** The header claims 100 GB, none of which is read. */
  @Test
  void bombWithItsTrueSize_isRefusedAtOnce() throws Exception {
    byte[] header = header("bomb", '0', 100L << 30);
    InputStream endless = new SequenceInputStream(new ByteArrayInputStream(header), new Zeros());

    String problem = problem(endless, UnpackLimits.STANDARD);
    assertTrue(problem.contains("would unpack to more than 1073741824 bytes"), problem);
    assertEquals(List.of(), children(directory));
  }

  @Test
  void bombOfManyFiles_isRefused() throws Exception {
    Iterator<byte[]> files =
        Stream.iterate(0, i -> i + 1).map(i -> megabyte(i.toString())).iterator();
    UnpackLimits limits = new UnpackLimits(10 << 20, 1_000_000);

    String problem = problem(new SequenceInputStream(streams(files)), limits);
    assertTrue(problem.contains("would unpack to more than 10485760 bytes"), problem);
  }

  @Test
  void endlessZerosAfterTheArchive_areRefused() throws Exception {
    InputStream archive =
        new SequenceInputStream(new ByteArrayInputStream(tar(file("x"))), new Zeros());

    String problem = problem(archive, new UnpackLimits(10 << 20, 10));
    assertTrue(problem.contains("would unpack to more than 10485760 bytes"), problem);
  }

  @Test
  void tooManyEntries_areRefused() throws Exception {
    Iterator<byte[]> directories =
        Stream.iterate(0, i -> i + 1).limit(1_000_000).map(i -> header("x" + i, '5', 0)).iterator();
    InputStream archive = new SequenceInputStream(streams(directories));

    String problem = problem(archive, UnpackLimits.STANDARD);

    assertTrue(problem.contains("contains more than 1000 entries"), problem);
  }

  @Test
  void tooManyHeadersOfOtherKinds_areRefused() throws Exception {
    Iterator<byte[]> headers = Stream.generate(() -> header("x", 'g', 0)).iterator();
    InputStream archive = new SequenceInputStream(streams(headers));

    String problem = problem(archive, UnpackLimits.STANDARD);

    assertTrue(problem.contains("contains more than 1000 entries"), problem);
  }

  @Test
  void endlessName_isRefused() throws Exception {
    InputStream header = new ByteArrayInputStream(header("x", 'L', 100 << 20));
    InputStream archive = new SequenceInputStream(header, new Zeros());

    assertTrue(problem(archive, UnpackLimits.STANDARD).contains("expected at most 65536"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.99})
  void truncatedArchive_isRefused(double share) throws Exception {
    byte[] whole = Archives.small();
    byte[] cut = Arrays.copyOf(whole, (int) (whole.length * share));

    assertTrue(problem(cut).contains("damaged or truncated"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void truncatedArchiveWithoutGzip_isRefused(double share) throws Exception {
    byte[] whole = tar(file("weights", Archives.WEIGHTS));
    byte[] cut = Arrays.copyOf(whole, (int) (300_000 * share));

    assertTrue(problem(cut).contains("ends in the middle"));
  }

  @Test
  void changedByte_isRefused() throws Exception {
    byte[] bytes = Archives.small();
    bytes[bytes.length - 6] ^= 1; // in gzip's checksum

    assertTrue(problem(bytes).contains("damaged"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>Log in</html>", "short"})
  void fileThatIsNoArchive_isRefused(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertEquals("is not a tar archive", problem(bytes));
    assertEquals("is not a tar archive", problem(gzip(bytes)));
  }

  private void unpack(byte[] bytes) throws IOException {
    Unpacker.unpack(ARCHIVE, new ByteArrayInputStream(bytes), directory, UnpackLimits.STANDARD);
  }

  private String problem(byte[] bytes) {
    return problem(new ByteArrayInputStream(bytes), UnpackLimits.STANDARD);
  }

  private String problem(InputStream archive, UnpackLimits limits) {
    var e =
        assertThrows(
            UnusableArchiveException.class,
            () -> Unpacker.unpack(ARCHIVE, archive, directory, limits));
    assertEquals(ARCHIVE, e.file());
    return e.getMessage();
  }

  private static byte[] megabyte(String name) {
    try {
      return file(name, new byte[1 << 20]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Enumeration<InputStream> streams(Iterator<byte[]> parts) {
    return new Enumeration<>() {
      @Override
      public boolean hasMoreElements() {
        return parts.hasNext();
      }

      @Override
      public InputStream nextElement() {
        return new ByteArrayInputStream(parts.next());
      }
    };
  }

  private static List<String> children(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      return paths
          .filter(path -> !path.equals(directory))
          .map(path -> directory.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  private static final class Zeros extends InputStream {
    @Override
    public int read() {
      return 0;
    }
  }
}
