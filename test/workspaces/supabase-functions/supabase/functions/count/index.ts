Deno.serve(async () => {
  return new Response(JSON.stringify({ count: 1 }));
});
