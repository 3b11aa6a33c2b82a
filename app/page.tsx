export default function HomePage() {
  return <p>Humblebug</p>;
}
