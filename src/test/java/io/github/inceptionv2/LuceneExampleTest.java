package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.JavaBlocks;
import io.github.inceptionv2.testing.PaintedPhotos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Lucene example in the guide runs, and the guide is right about Lucene's similarities. */
class LuceneExampleTest {

  private static final Path PAGE = Path.of("src/site/markdown/vectors.md");

  @TempDir private static Path directory;
  private static List<Path> photographs;
  private static Path query;
  private static List<float[]> vectors;
  private static float[] queryVector;

  /** The query is a smaller copy of one of the photographs. */
  @BeforeAll
  static void paint() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("photographs"));
    Files.copy(Fixtures.flower(), folder.resolve("flower.jpg"));
    try (Stream<Path> painted = Files.walk(PaintedPhotos.folder(directory.resolve("painted"), 4))) {
      for (Path file : painted.filter(Files::isRegularFile).toList()) {
        Files.move(file, folder.resolve(file.getFileName()));
      }
    }
    query = PaintedPhotos.smaller(Fixtures.flower(), directory.resolve("query.png"));
    try (Stream<Path> files = Files.list(folder);
        InceptionV2 model = InceptionV2.load(Path.of("models/flowers"))) {
      photographs = files.sorted().toList();
      vectors = new ArrayList<>();
      for (Path each : photographs) {
        vectors.add(model.featureVector(each));
      }
      queryVector = model.featureVector(query);
    }
  }

  @Test
  void pageExample_ofAFolder_printsTheNearestByCosine() throws Exception {
    String code =
        JavaBlocks.in(Files.readString(PAGE)).stream()
            .filter(block -> block.contains("public class Similar"))
            .findFirst()
            .orElseThrow();
    JavaBlocks.compile(directory, "Similar", code);
    String folder = photographs.get(0).getParent().toString();
    String index = directory.resolve("index").toString();
    StringBuilder expected = new StringBuilder();
    for (int i : nearest().subList(0, 3)) {
      expected.append(
          String.format(
              Locale.getDefault(),
              "%.3f %s%n",
              cosine(vectors.get(i)),
              photographs.get(i).getFileName()));
    }
    assertTrue(expected.toString().endsWith(System.lineSeparator()));
    assertEquals("flower.jpg", photographs.get(nearest().get(0)).getFileName().toString());
    assertEquals(
        expected.toString(), JavaBlocks.run(directory, "Similar", folder, index, query.toString()));
  }

  @Test
  void cosine_ofPlainVectors_scoresLikeDotProductOfUnitVectors() throws Exception {
    List<float[]> units = vectors.stream().map(LuceneExampleTest::unit).toList();
    ScoreDoc[] dots = search(units, unit(queryVector), VectorSimilarityFunction.DOT_PRODUCT);
    ScoreDoc[] cosines = search(vectors, queryVector, VectorSimilarityFunction.COSINE);
    for (int i = 0; i < vectors.size(); i++) {
      int expected = nearest().get(i);
      assertEquals(expected, dots[i].doc);
      assertEquals(expected, cosines[i].doc);
      assertEquals((1 + cosine(vectors.get(expected))) / 2, dots[i].score, 1e-5);
      assertEquals((1 + cosine(vectors.get(expected))) / 2, cosines[i].score, 1e-5);
    }
  }

  /** Unit vectors would score at most 1. */
  @Test
  void dotProduct_ofPlainVectors_isAcceptedButWrong() throws Exception {
    ScoreDoc[] found = search(vectors, queryVector, VectorSimilarityFunction.DOT_PRODUCT);
    assertTrue(found[0].score > 1, () -> "score " + found[0].score);
  }

  private static ScoreDoc[] search(
      List<float[]> stored, float[] asked, VectorSimilarityFunction similarity) throws IOException {
    try (Directory memory = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(memory, new IndexWriterConfig())) {
        for (float[] vector : stored) {
          Document document = new Document();
          document.add(new KnnFloatVectorField("vector", vector, similarity));
          writer.addDocument(document);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(memory)) {
        int count = stored.size();
        return new IndexSearcher(reader)
            .search(new KnnFloatVectorQuery("vector", asked, count), count)
            .scoreDocs;
      }
    }
  }

  /** Returns the indices of the photographs, the most similar to the query first. */
  private static List<Integer> nearest() {
    List<Integer> all = new ArrayList<>();
    for (int i = 0; i < vectors.size(); i++) {
      all.add(i);
    }
    all.sort(Comparator.comparingDouble(i -> -cosine(vectors.get(i))));
    return all;
  }

  private static double cosine(float[] vector) {
    return dot(vector, queryVector)
        / Math.sqrt(dot(vector, vector))
        / Math.sqrt(dot(queryVector, queryVector));
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  private static float[] unit(float[] vector) {
    float[] unit = vector.clone();
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= (float) length;
    }
    return unit;
  }
}
