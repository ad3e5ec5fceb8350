/** A site that anyone could have set up; it stands for every site where a policy lets in all of them. */
export const ATTACKER = 'https://attacker.example';
